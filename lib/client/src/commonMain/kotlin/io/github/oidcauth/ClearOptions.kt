// Tested by TokenManagerTest.
package io.github.oidcauth

import kotlin.jvm.JvmField
import kotlin.jvm.JvmName
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * Options for clearing stored tokens: the tokens to revoke at their servers. An immutable value.
 *
 * ```
 * val everywhere = ClearOptions { revokeOnline = true }
 * ```
 */
public class ClearOptions private constructor(builder: Builder) {
    /** True if the tokens of offline sessions are revoked ([StoredToken.isOffline]). They stay valid until they are revoked. */
    @get:JvmName("revokesOffline")
    public val revokeOffline: Boolean = builder.revokeOffline

    /** True if the tokens of all other sessions are revoked. These tokens end with the user's session at the server, or soon. */
    @get:JvmName("revokesOnline")
    public val revokeOnline: Boolean = builder.revokeOnline

    /**
     * True if an entry is removed although its token could not be revoked. The token may stay valid at the server, and then
     * nobody can revoke it. If false, the entry stays, so that the revocation can be tried again.
     */
    @get:JvmName("removesOnRevokeFail")
    public val removeOnRevokeFail: Boolean = builder.removeOnRevokeFail

    /** Returns a builder that starts with these values. */
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
        /** True if the tokens of offline sessions are revoked. Default true. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var revokeOffline: Boolean = true

        /** True if the tokens of all other sessions are revoked. Default false. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var revokeOnline: Boolean = false

        /** True if an entry is removed although its token could not be revoked. Default false. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var removeOnRevokeFail: Boolean = false

        /** @see revokeOffline */
        public fun revokeOffline(revoke: Boolean): Builder = apply { revokeOffline = revoke }

        /** @see revokeOnline */
        public fun revokeOnline(revoke: Boolean): Builder = apply { revokeOnline = revoke }

        /** @see removeOnRevokeFail */
        public fun removeOnRevokeFail(remove: Boolean): Builder = apply { removeOnRevokeFail = remove }

        /** Returns the options. */
        public fun build(): ClearOptions = ClearOptions(this)
    }

    public companion object {
        /** Revokes offline sessions and no others, and keeps an entry that cannot be revoked. */
        @JvmField
        public val DEFAULT: ClearOptions = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `ClearOptions { revokeOnline = true }`. */
@JvmSynthetic
public inline fun ClearOptions(configure: ClearOptions.Builder.() -> Unit): ClearOptions =
    ClearOptions.builder().apply(configure).build()
