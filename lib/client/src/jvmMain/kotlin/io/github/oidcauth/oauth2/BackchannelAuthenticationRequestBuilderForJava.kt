package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [BackchannelAuthenticationRequest.Builder] for types of Java. */
public sealed interface BackchannelAuthenticationRequestBuilderForJava {
    /** Sets the maximum duration of the login; at least a second. Returns this builder. */
    public fun requestedExpiry(
        requestedExpiry: Duration,
    ): BackchannelAuthenticationRequest.Builder = builder.requestedExpiry(requestedExpiry.toKotlinDuration())

    private val builder: BackchannelAuthenticationRequest.Builder get() =
        when (this) {
            is BackchannelAuthenticationRequest.Builder -> this
        }
}
