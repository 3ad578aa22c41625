package io.github.oidcauth

import io.github.oidcauth.internal.protocol.BaseUrl
import kotlin.jvm.JvmStatic

/**
 * Under which name a [TokenStore] keeps a token.
 *
 * The text of a key is what stands in the token file, so it is shared with every other program that uses the file. It
 * never contains a secret.
 *
 * Immutable and thread-safe.
 */
public class TokenKey private constructor(
    /** The key as it is written to a store, for example `https://myapp.example.com`. */
    public val value: String,
) {
    override fun equals(other: Any?): Boolean = other is TokenKey && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value

    public companion object {
        /**
         * The key of the application at [host]: scheme and host in lower case, the default port dropped, a path kept
         * without its final slash. A missing scheme means `https`.
         *
         * `HTTPS://MyApp.Example.COM:443/` and `myapp.example.com` have the same key, `https://h/a` and `https://h/b` have
         * two.
         *
         * @throws InvalidHostException when [host] is not the base URL of an application.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun forHost(host: String): TokenKey = TokenKey(BaseUrl.parse(host).toString())

        /** The key that is written [value], exactly, as found in a store. */
        @JvmStatic
        public fun of(value: String): TokenKey = TokenKey(value)
    }
}
