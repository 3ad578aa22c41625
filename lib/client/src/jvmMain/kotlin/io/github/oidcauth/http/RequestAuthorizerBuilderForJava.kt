package io.github.oidcauth.http

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [RequestAuthorizer.Builder] for types of Java. */
public sealed interface RequestAuthorizerBuilderForJava {
    /**
     * Sets the longest time that a refused request waits before it is sent again, when the response has a `Retry-After`. If the
     * API demands a longer time, its response is returned at once. Default 10 seconds. Returns this builder.
     *
     * @throws IllegalArgumentException if [limit] is negative.
     */
    public fun longestRetryDelay(limit: Duration): RequestAuthorizer.Builder =
        builder.apply { longestRetryDelay = limit.toKotlinDuration() }

    private val builder: RequestAuthorizer.Builder get() =
        when (this) {
            is RequestAuthorizer.Builder -> this
        }
}
