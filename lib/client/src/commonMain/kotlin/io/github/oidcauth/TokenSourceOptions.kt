// Tested by RenewingTokenSourceTest and StoredTokenSourceTest.
package io.github.oidcauth

import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * The settings of a [TokenSource] that renews its token. An immutable value.
 *
 * ```
 * val tokens = client.tokenSource(ClientCredentialsGrant("read")) {
 *     store = FileTokenStore()
 *     refreshAhead = 0.2
 * }
 * ```
 */
public class TokenSourceOptions private constructor(builder: Builder) : TokenSourceOptionsForJava {
    /** The store of the token, for all processes that share it, or null: the token is kept in memory. */
    public val store: TokenStore? = builder.store

    /**
     * The key of the token in [store], or null for one that is made of issuer (or else token endpoint), client id, scope, audiences,
     * resources and grant, and of a hash of what differs from user to user.
     */
    public val key: TokenKey? = builder.key

    /** The remaining lifetime that a token must have to be returned; half of its lifetime if that is not longer. */
    @get:JvmSynthetic
    public val leeway: Duration = builder.leeway

    /** The last part of the lifetime in which the token is refreshed in the background, from 0.0, never, to 0.5. */
    public val refreshAhead: Double = builder.refreshAhead

    internal val failureListener: FailureListener? = builder.failureListener

    /** Returns a builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.store = store
            it.key = key
            it.leeway = leeway
            it.refreshAhead = refreshAhead
            it.failureListener = failureListener
        }

    private fun values(): List<Any?> = listOf(store, key, leeway, refreshAhead, failureListener)

    override fun equals(other: Any?): Boolean = other is TokenSourceOptions && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    override fun toString(): String =
        "TokenSourceOptions(store=$store, key=$key, leeway=$leeway, refreshAhead=$refreshAhead)"

    /** The listener of failures that are thrown to no caller. Pass it to [Builder.onFailure]. */
    public fun interface FailureListener {
        /** Called with [failure], mostly an [AuthException]. Exceptions that it throws are ignored. */
        public fun failed(failure: Exception)
    }

    /** Builds [TokenSourceOptions]. Not thread-safe. */
    public class Builder internal constructor() : TokenSourceOptionsBuilderForJava {
        /**
         * The store of the token, so that all processes that share the store share one token and one request for it. Default none:
         * the token is kept in memory. A token that is removed from the store is returned for at most one second more.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var store: TokenStore? = null

        /**
         * The key of the token in [store]. Default: see [TokenSourceOptions.key]. A source of a function, and one whose grant is made
         * anew each time, has no default, since its purpose is not known.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var key: TokenKey? = null

        /** The remaining lifetime that a token must have to be returned; not negative. Default [Token.EXPIRY_LEEWAY]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var leeway: Duration = Token.EXPIRY_LEEWAY

        /**
         * The last part of the lifetime in which a call starts a refresh in the background, from 0.0 to 0.5; callers get the token in
         * memory meanwhile. The moment is random within the first half of that part, so that a fleet does not refresh at once.
         * Default 0.0: a call waits for the refresh when the token is about to expire.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var refreshAhead: Double = 0.0

        internal var failureListener: FailureListener? = null

        /** @see TokenSourceOptions.key */
        public fun key(key: TokenKey): Builder = apply { this.key = key }

        /** @see Builder.refreshAhead */
        public fun refreshAhead(part: Double): Builder = apply { refreshAhead = part }

        /**
         * Sets the listener that is notified of failures which are thrown to no caller: a refresh that failed while the token is
         * still valid, one in the background, a store that cannot be read or written, a token listener that failed. It must not block,
         * and not call the source.
         */
        public fun onFailure(listener: FailureListener): Builder = apply { failureListener = listener }

        /**
         * Returns the options.
         *
         * @throws InvalidConfigException if a value is out of its range.
         */
        public fun build(): TokenSourceOptions {
            if (leeway.isNegative() || leeway.isInfinite()) {
                throw InvalidConfigException(
                    "The leeway of a token source must not be negative or infinite. Set 60 seconds, or less.",
                )
            }
            if (refreshAhead !in 0.0..MAX_AHEAD) {
                throw InvalidConfigException(
                    "refreshAhead is a part of the lifetime from 0.0 to $MAX_AHEAD. Set 0.2, for example.",
                )
            }
            return TokenSourceOptions(this)
        }

        override fun toString(): String = "TokenSourceOptions.Builder(store=$store, key=$key)"
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        private const val MAX_AHEAD = 0.5

        /** A token in memory, without refreshes in the background. */
        @JvmField
        public val DEFAULT: TokenSourceOptions = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [TokenSourceOptions]: `TokenSourceOptions { refreshAhead = 0.2 }`. */
@JvmSynthetic
public inline fun TokenSourceOptions(configure: TokenSourceOptions.Builder.() -> Unit): TokenSourceOptions =
    TokenSourceOptions.builder().apply(configure).build()
