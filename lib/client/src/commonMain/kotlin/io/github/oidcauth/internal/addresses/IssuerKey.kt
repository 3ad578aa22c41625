package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.internal.text.isScopeName
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.text.toUnchangeableList

/**
 * The key under which the tokens of an issuer's client are stored:
 * `https://idp.example#client_id=app&scope=email+openid&audience=…&resource=…`, and for one of several accounts
 * `https://idp.example#account=alice@example.com&client_id=app…`.
 *
 * An issuer has no `#` (OpenID Connect Discovery §2, RFC 8414 §2), and neither has an application's base URL, so the key of an
 * issuer never equals the key of an application. Separators inside of names are percent-encoded, and the order of all parts is
 * fixed, so equal keys have equal texts and different keys have different texts.
 */
internal class IssuerKey private constructor(
    /** The issuer exactly as the server writes it. */
    val issuer: String,
    val clientId: String,
    /** The scopes, sorted and without duplicates; the audiences and resources likewise. */
    val scopes: List<String>,
    val audiences: List<String>,
    val resources: List<String>,
    /** One of several accounts of the user at the issuer, or null. */
    val account: String?,
) {
    val text: String =
        buildString {
            append(issuer).append('#')
            account?.let { append("account=").append(KeyText.encode(it)).append('&') }
            append("client_id=").append(KeyText.encode(clientId))
            if (scopes.isNotEmpty()) append("&scope=").append(scopes.joinToString("+", transform = KeyText::encode))
            audiences.forEach { append("&audience=").append(KeyText.encode(it)) }
            resources.forEach { append("&resource=").append(KeyText.encode(it)) }
        }

    override fun toString(): String = text

    companion object {
        private const val MAX_ISSUER = 2048

        /**
         * Returns the key of these values. An element of [scopes] may contain several scopes with spaces between them (RFC 6749
         * §3.3). If [issuer] is the URL of a metadata document, the key has the issuer of that document, without a final slash.
         *
         * @throws InvalidHostException when [issuer] is not valid.
         * @throws InvalidConfigException when another value is not valid.
         */
        fun of(
            issuer: String,
            clientId: String,
            scopes: Collection<String>,
            audiences: Collection<String>,
            resources: Collection<String>,
            account: String? = null,
        ): IssuerKey {
            requireIssuer(issuer)
            KeyText.requirePrintable("client id", clientId)
            audiences.forEach { KeyText.requirePrintable("audience", it) }
            resources.forEach { KeyText.requirePrintable("resource", it) }
            val accountName = account?.let(KeyText::normalizeAccount)
            val names = scopes.flatMap(::scopeNames)
            if (!names.all(::isScopeName)) {
                throw InvalidConfigException("A scope has printable ASCII characters, without quotes and backslashes.")
            }
            return IssuerKey(
                IssuerName.of(issuer).issuer,
                clientId,
                sortDistinct(names),
                sortDistinct(audiences),
                sortDistinct(resources),
                accountName,
            )
        }

        /** Parses [text], or returns null when it is not exactly the text of a key. */
        fun parse(text: String): IssuerKey? {
            val members = text.substringAfter('#', "").split('&').map { it.substringBefore('=') to it.substringAfter('=', "") }
            val values = members.groupBy({ it.first }, { it.second })
            return try {
                of(
                    text.substringBefore('#'),
                    values["client_id"]?.singleOrNull()?.let(KeyText::decode) ?: return null,
                    values["scope"].orEmpty().flatMap { it.split('+') }.map(KeyText::decode),
                    values["audience"].orEmpty().map(KeyText::decode),
                    values["resource"].orEmpty().map(KeyText::decode),
                    values["account"]?.let { it.singleOrNull() ?: return null }?.let(KeyText::decode),
                ).takeIf { it.text == text }
            } catch (_: InvalidHostException) {
                null
            } catch (_: InvalidConfigException) {
                null
            }
        }

        private fun requireIssuer(issuer: String) {
            val fault =
                when {
                    issuer.length > MAX_ISSUER -> "has more than $MAX_ISSUER characters"
                    '#' in issuer || '?' in issuer -> "contains '?' or '#', which no issuer does"
                    WebAddress.parse(issuer) == null -> "is not an https URL"
                    IssuerName.of(issuer).isNested -> "is the URL of a metadata document of another metadata document"
                    else -> return
                }
            throw InvalidHostException("The issuer $fault. Pass it as the server writes it, such as https://idp.example.com.")
        }

        private fun sortDistinct(values: Collection<String>): List<String> = values.distinct().sorted().toUnchangeableList()
    }
}
