package io.github.oidcauth

import kotlin.jvm.JvmField
import kotlin.jvm.JvmName
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * What happens at the servers when stored tokens are cleared. An immutable value.
 *
 * ```
 * val everywhere = ClearOptions { revokeOnline = true }
 * ```
 */
public class ClearOptions private constructor(builder: Builder) {
    /** Whether the tokens of offline sessions are revoked ([StoredToken.isOffline]): they work until somebody does that. */
    @get:JvmName("revokesOffline")
    public val revokeOffline: Boolean = builder.revokeOffline

    /** Whether the tokens of all other sessions are revoked. These end with the user's session at the server, or soon. */
    @get:JvmName("revokesOnline")
    public val revokeOnline: Boolean = builder.revokeOnline

    /**
     * Whether an entry is removed whose token was to be revoked and could not be. It may work on at the server, and nobody is
     * left who could revoke it. Else the entry is kept, so that it can be tried again.
     */
    @get:JvmName("removesOnRevokeFail")
    public val removeOnRevokeFail: Boolean = builder.removeOnRevokeFail

    /** A builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.revokeOffline = revokeOffline
            it.revokeOnline = revokeOnline
            it.removeOnRevokeFail = removeOnRevokeFail
        }

    private fun values() = listOf(revokeOffline, revokeOnline, removeOnRevokeFail)

    override fun equals(other: Any?): Boolean = other is ClearOptions && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    override fun toString(): String =
        "ClearOptions(revokeOffline=$revokeOffline, revokeOnline=$revokeOnline, removeOnRevokeFail=$removeOnRevokeFail)"

    /** Makes [ClearOptions]. Not thread-safe. */
    public class Builder internal constructor() {
        /** Whether the tokens of offline sessions are revoked. Default true. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var revokeOffline: Boolean = true

        /** Whether the tokens of all other sessions are revoked. Default false. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var revokeOnline: Boolean = false

        /** Whether an entry is removed though its token could not be revoked. Default false. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var removeOnRevokeFail: Boolean = false

        /** @see revokeOffline */
        public fun revokeOffline(revoke: Boolean): Builder = apply { revokeOffline = revoke }

        /** @see revokeOnline */
        public fun revokeOnline(revoke: Boolean): Builder = apply { revokeOnline = revoke }

        /** @see removeOnRevokeFail */
        public fun removeOnRevokeFail(remove: Boolean): Builder = apply { removeOnRevokeFail = remove }

        /** The options. */
        public fun build(): ClearOptions = ClearOptions(this)
    }

    public companion object {
        /** Offline sessions are revoked, others are not, and what cannot be revoked is kept. */
        @JvmField
        public val DEFAULT: ClearOptions = Builder().build()

        /** A builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `ClearOptions { revokeOnline = true }`. */
@JvmSynthetic
public inline fun ClearOptions(configure: ClearOptions.Builder.() -> Unit): ClearOptions =
    ClearOptions.builder().apply(configure).build()
