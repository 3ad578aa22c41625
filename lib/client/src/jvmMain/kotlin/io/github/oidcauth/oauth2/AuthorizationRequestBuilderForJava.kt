package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [AuthorizationRequestBuilder] for types of Java. */
public sealed interface AuthorizationRequestBuilderForJava {
    /** Sets the maximum age of the login, in whole seconds; not negative. Returns this builder. */
    public fun maxAge(maxAge: Duration): AuthorizationRequestBuilder = builder.maxAge(maxAge.toKotlinDuration())

    private val builder: AuthorizationRequestBuilder get() =
        when (this) {
            is AuthorizationRequestBuilder -> this
        }
}
