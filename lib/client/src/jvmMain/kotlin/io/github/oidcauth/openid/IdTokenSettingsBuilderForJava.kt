package io.github.oidcauth.openid

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [IdTokenSettings.Builder] for types of Java. */
public sealed interface IdTokenSettingsBuilderForJava {
    /** Sets the maximum age of an ID token when it arrives with a token; more than zero. Default one day. Returns this builder. */
    public fun maxIssuedAge(maxIssuedAge: Duration): IdTokenSettings.Builder = builder.apply {
        this.maxIssuedAge =
            maxIssuedAge.toKotlinDuration()
    }

    private val builder: IdTokenSettings.Builder get() =
        when (this) {
            is IdTokenSettings.Builder -> this
        }
}
