// Tested by BaseUrlTest, IssuerKeyTest and ApplicationKeyTest.
package io.github.oidcauth

import io.github.oidcauth.internal.addresses.ApplicationKey
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.addresses.IssuerKey
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/**
 * The key under which a [TokenStore] keeps a token.
 *
 * The token file contains its text, so every other program that uses the file sees it. It never contains a secret.
 *
 * Immutable and thread-safe.
 */
public class TokenKey private constructor(
    /** The text of the key as it is written to a store, for example `https://myapp.example.com`. */
    public val value: String,
) {
    /** The parts of the key if [forIssuer] made it, else null. */
    internal val issuerKey: IssuerKey? get() = IssuerKey.parse(value)

    /** The parts of the key if [forHost] made it for an account, else null. */
    internal val applicationKey: ApplicationKey? get() = ApplicationKey.parse(value)

    override fun equals(other: Any?): Boolean = other is TokenKey && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value

    public companion object {
        /**
         * Returns the key of the application at [host]: scheme and host in lower case, without the default port, and a path
         * without its final slash. Without a scheme, `https` is used.
         *
         * `HTTPS://MyApp.Example.COM:443/` and `myapp.example.com` have the same key; `https://h/a` and `https://h/b` have
         * different keys.
         *
         * With an [account], it is the key of one of several accounts there, for example
         * `https://myapp.example.com#account=alice@example.com`. An address is written in lower case.
         *
         * @throws InvalidHostException if [host] is not the base URL of an application.
         * @throws InvalidConfigException if [account] is empty, begins or ends with a blank, has more than 255 characters, or is not
         *     printable ASCII.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun forHost(
            host: String,
            account: String? = null,
        ): TokenKey =
            TokenKey(if (account == null) BaseUrl.parse(host).toString() else ApplicationKey.of(host, account).text)

        /**
         * Returns the key of the client [clientId] at [issuer], for a token with [scopes] that is for [audiences] and
         * [resources] (RFC 8707). Its text is, for example, `https://idp.example.com#client_id=app&scope=email+openid`.
         *
         * The issuer is compared exactly, as the server writes it. The URL of its metadata document
         * (`https://idp.example.com/.well-known/openid-configuration`) gives the key of the issuer without a final slash.
         * Scopes, audiences and resources may be in any order and repeated; an element of [scopes] may contain several,
         * separated by spaces. Different arguments have different keys, and no key of [forHost] is equal to one of these. A
         * client secret is not part of it. With an [account], it is the key of one of several accounts at the issuer,
         * `https://idp.example.com#account=alice@example.com&client_id=app`; an address is written in lower case.
         *
         * @throws InvalidHostException if [issuer] is not an http or https URL, or has a query or fragment.
         * @throws InvalidConfigException if another argument is empty or not printable ASCII, or a scope contains a quote or
         *     backslash (RFC 6749 §3.3).
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
            account: String? = null,
        ): TokenKey = TokenKey(IssuerKey.of(issuer, clientId, scopes, audiences, resources, account).text)

        /** Returns the key with exactly the text [value], as found in a store. */
        @JvmStatic
        public fun of(value: String): TokenKey = TokenKey(value)
    }
}
