package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [ClientConfig.Builder] for types of Java. */
public sealed interface ClientConfigBuilderForJava {
    /** Sets the maximum difference between the clocks of client and server; not negative, 10 minutes at most. Default 60 seconds. */
    public fun leeway(leeway: Duration): ClientConfig.Builder = builder.apply { this.leeway = leeway.toKotlinDuration() }

    /** Sets the maximum duration of one request; more than zero. Default 30 seconds. Returns this builder. */
    public fun requestTimeout(requestTimeout: Duration): ClientConfig.Builder = builder.apply {
        this.requestTimeout =
            requestTimeout.toKotlinDuration()
    }

    private val builder: ClientConfig.Builder get() =
        when (this) {
            is ClientConfig.Builder -> this
        }
}
