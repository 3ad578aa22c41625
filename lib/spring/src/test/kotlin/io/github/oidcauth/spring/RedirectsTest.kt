package io.github.oidcauth.spring

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import org.springframework.beans.factory.DisposableBean
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder
import org.springframework.boot.http.client.HttpClientSettings
import org.springframework.boot.http.client.HttpRedirects
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder
import org.springframework.http.client.ClientHttpRequestFactory
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory
import org.springframework.http.client.JdkClientHttpRequestFactory
import org.springframework.http.client.JettyClientHttpRequestFactory
import org.springframework.http.client.ReactorClientHttpRequestFactory
import org.springframework.http.client.SimpleClientHttpRequestFactory
import org.springframework.http.client.reactive.ClientHttpConnector
import org.springframework.http.client.reactive.JdkClientHttpConnector
import org.springframework.http.client.reactive.ReactorClientHttpConnector
import org.springframework.web.client.RestClient
import org.springframework.web.reactive.function.client.WebClient
import java.time.Duration

private const val FOLLOWS_WITH_TOKEN = "follows with the token"
private const val FOLLOWS_WITHOUT_TOKEN = "follows without the token"
private const val STAYS = "does not follow"

/** Holds what docs/spring.md says of the HTTP clients of Spring when an API redirects to another origin. */
class RedirectsTest :
    FunSpec({
        fun outcome(
            request: (from: StubApi) -> Unit,
        ): String =
            StubApi().use { other ->
                StubApi { Reply(302, "", mapOf("Location" to "${other.url}/to")) }.use { api ->
                    request(api)
                    val arrived = other.requests.singleOrNull()
                    when {
                        arrived == null -> STAYS
                        arrived.authorization == null -> FOLLOWS_WITHOUT_TOKEN
                        else -> FOLLOWS_WITH_TOKEN
                    }
                }
            }

        fun outcomeOf(factory: ClientHttpRequestFactory): String =
            outcome { api ->
                val interceptor = AccessTokenInterceptor.of(CountedTokens(), api.url)
                val client = RestClient.builder().requestFactory(factory).requestInterceptor(interceptor).build()
                client.get().uri("${api.url}/from").retrieve().toBodilessEntity()
                (factory as? DisposableBean)?.destroy()
            }

        fun outcomeOf(connector: ClientHttpConnector): String =
            outcome { api ->
                val client =
                    WebClient.builder().clientConnector(connector).filter(AccessTokenFilter.of(CountedTokens(), api.url)).build()
                client.get().uri("${api.url}/from").retrieve().toBodilessEntity().block(Duration.ofSeconds(20))
            }

        val factories =
            mapOf(
                JdkClientHttpRequestFactory() to STAYS,
                SimpleClientHttpRequestFactory() to FOLLOWS_WITHOUT_TOKEN,
                HttpComponentsClientHttpRequestFactory() to STAYS,
                JettyClientHttpRequestFactory() to FOLLOWS_WITHOUT_TOKEN,
                ReactorClientHttpRequestFactory() to STAYS,
            )
        for ((factory, expected) in factories) {
            test("${factory.javaClass.simpleName} made by its constructor $expected") { outcomeOf(factory) shouldBe expected }
        }

        for ((connector, expected) in mapOf(JdkClientHttpConnector() to STAYS, ReactorClientHttpConnector() to STAYS)) {
            test("${connector.javaClass.simpleName} made by its constructor $expected") { outcomeOf(connector) shouldBe expected }
        }

        val builders =
            mapOf<String, Pair<ClientHttpRequestFactoryBuilder<*>, String>>(
                "JDK" to (ClientHttpRequestFactoryBuilder.jdk() to FOLLOWS_WITH_TOKEN),
                "simple" to (ClientHttpRequestFactoryBuilder.simple() to FOLLOWS_WITHOUT_TOKEN),
                "Apache" to (ClientHttpRequestFactoryBuilder.httpComponents() to STAYS),
                "Jetty" to (ClientHttpRequestFactoryBuilder.jetty() to FOLLOWS_WITHOUT_TOKEN),
                "Reactor" to (ClientHttpRequestFactoryBuilder.reactor() to FOLLOWS_WITHOUT_TOKEN),
            )
        for ((name, pair) in builders) {
            val (builder, expected) = pair
            test("the $name factory of Spring Boot $expected") { outcomeOf(builder.build()) shouldBe expected }

            test("the $name factory of Spring Boot can be told not to follow") {
                val settings = HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW)
                outcomeOf(builder.build(settings)) shouldBe STAYS
            }
        }

        val connectors =
            mapOf<String, Pair<ClientHttpConnectorBuilder<*>, String>>(
                "JDK" to (ClientHttpConnectorBuilder.jdk() to FOLLOWS_WITH_TOKEN),
                "Reactor" to (ClientHttpConnectorBuilder.reactor() to FOLLOWS_WITHOUT_TOKEN),
            )
        for ((name, pair) in connectors) {
            val (builder, expected) = pair
            test("the $name connector of Spring Boot $expected") { outcomeOf(builder.build()) shouldBe expected }

            test("the $name connector of Spring Boot can be told not to follow") {
                val settings = HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW)
                outcomeOf(builder.build(settings)) shouldBe STAYS
            }
        }
    })
