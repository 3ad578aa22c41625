package io.github.oidcauth.openid

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [IdTokenRequirements.Builder] for types of Java. */
public sealed interface IdTokenRequirementsBuilderForJava {
    /** Sets the maximum age of the login, or null for any; not negative. If set, `auth_time` is required. Returns this builder. */
    public fun maxAge(maxAge: Duration?): IdTokenRequirements.Builder = builder.apply { this.maxAge = maxAge?.toKotlinDuration() }

    /** Sets the maximum age of the token, or null for any; more than zero. Returns this builder. */
    public fun maxIssuedAge(maxIssuedAge: Duration?): IdTokenRequirements.Builder = builder.apply {
        this.maxIssuedAge =
            maxIssuedAge?.toKotlinDuration()
    }

    private val builder: IdTokenRequirements.Builder get() =
        when (this) {
            is IdTokenRequirements.Builder -> this
        }
}
