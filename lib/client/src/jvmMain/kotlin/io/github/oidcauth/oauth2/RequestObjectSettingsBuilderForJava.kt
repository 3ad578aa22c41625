package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [RequestObjectSettings.Builder] for types of Java. */
public sealed interface RequestObjectSettingsBuilderForJava {
    /** Sets the time for which a request is valid: at least a second, at most an hour. Default 10 minutes. Returns this builder. */
    public fun lifetime(lifetime: Duration): RequestObjectSettings.Builder = builder.lifetime(lifetime.toKotlinDuration())

    private val builder: RequestObjectSettings.Builder get() =
        when (this) {
            is RequestObjectSettings.Builder -> this
        }
}
