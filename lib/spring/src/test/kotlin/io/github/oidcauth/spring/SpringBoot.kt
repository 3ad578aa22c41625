package io.github.oidcauth.spring

import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration
import org.springframework.context.ApplicationContext

/** Returns an application with the auto-configurations of HTTP clients, and ours. */
internal fun springBoot(): ApplicationContextRunner =
    ApplicationContextRunner().withConfiguration(
        AutoConfigurations.of(
            HttpClientAutoConfiguration::class.java,
            ImperativeHttpClientAutoConfiguration::class.java,
            ReactiveHttpClientAutoConfiguration::class.java,
            RestClientAutoConfiguration::class.java,
            RestTemplateAutoConfiguration::class.java,
            WebClientAutoConfiguration::class.java,
            OidcAuthAutoConfiguration::class.java,
        ),
    )

/** Returns an application with the auto-configurations of `WebClient`, and ours. */
internal fun reactiveSpringBoot(): ApplicationContextRunner =
    ApplicationContextRunner().withConfiguration(
        AutoConfigurations.of(
            HttpClientAutoConfiguration::class.java,
            ReactiveHttpClientAutoConfiguration::class.java,
            WebClientAutoConfiguration::class.java,
            OidcAuthAutoConfiguration::class.java,
        ),
    )

/** Returns an application with the auto-configurations of `RestClient`, and ours. */
internal fun imperativeSpringBoot(): ApplicationContextRunner =
    ApplicationContextRunner().withConfiguration(
        AutoConfigurations.of(
            HttpClientAutoConfiguration::class.java,
            ImperativeHttpClientAutoConfiguration::class.java,
            RestClientAutoConfiguration::class.java,
            OidcAuthAutoConfiguration::class.java,
        ),
    )

/** Starts the application, which must succeed, and calls [action]. */
internal fun ApplicationContextRunner.started(action: (ApplicationContext) -> Unit) {
    run { context ->
        context.startupFailure?.let { throw it }
        action(context)
    }
}

/** Starts the application and returns the failure. */
internal fun ApplicationContextRunner.failure(): Throwable {
    var failure: Throwable? = null
    run { failure = it.startupFailure }
    return checkNotNull(failure) { "The application has started." }
}
