package io.github.oidcauth

import io.github.oidcauth.internal.concurrent.requireSuspending
import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [TokenSourceOptions.Builder] for types of Java. */
public sealed interface TokenSourceOptionsBuilderForJava {
    /**
     * Sets the store in which the token is kept, for all processes that share it. Returns this builder.
     *
     * @throws IllegalArgumentException if [store] was written in Java without [io.github.oidcauth.java.JavaTokenStore].
     */
    public fun store(store: TokenStore): TokenSourceOptions.Builder = builder.apply { this.store = requireSuspending(store) }

    /** Sets the remaining lifetime that a token must have to be returned; not negative. Returns this builder. */
    public fun leeway(leeway: Duration): TokenSourceOptions.Builder = builder.apply { this.leeway = leeway.toKotlinDuration() }

    private val builder: TokenSourceOptions.Builder get() =
        when (this) {
            is TokenSourceOptions.Builder -> this
        }
}
