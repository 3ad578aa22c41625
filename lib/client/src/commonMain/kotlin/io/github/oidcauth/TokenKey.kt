package io.github.oidcauth

import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.addresses.IssuerKey
import kotlin.jvm.JvmOverloads
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
    /** What this is the key of, when [forIssuer] has made it. */
    internal val issuerKey: IssuerKey? get() = IssuerKey.parse(value)

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

        /**
         * The key of the client [clientId] at [issuer], for a token with [scopes], meant for [audiences] and [resources] (RFC 8707).
         * It is written `https://idp.example.com#client_id=app&scope=email+openid`.
         *
         * The issuer counts letter by letter, as the server writes it. The URL of its metadata document
         * (`https://idp.example.com/.well-known/openid-configuration`) gives the key of the issuer without a final slash. Scopes,
         * audiences and resources may come in any order and more than once; an element of [scopes] may be several with spaces
         * between. No other arguments have an equal key, and no key of [forHost] is equal. A client secret has no place in it.
         *
         * @throws InvalidHostException when [issuer] is not an http or https URL, or has a query or fragment.
         * @throws InvalidConfigException when another is empty or not printable ASCII, or a scope has a quote or backslash in it
         *   (RFC 6749 §3.3).
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun forIssuer(
            issuer: String,
            clientId: String,
            scopes: Collection<String> = emptyList(),
            audiences: Collection<String> = emptyList(),
            resources: Collection<String> = emptyList(),
        ): TokenKey = TokenKey(IssuerKey.of(issuer, clientId, scopes, audiences, resources).text)

        /** The key that is written [value], exactly, as found in a store. */
        @JvmStatic
        public fun of(value: String): TokenKey = TokenKey(value)
    }
}
