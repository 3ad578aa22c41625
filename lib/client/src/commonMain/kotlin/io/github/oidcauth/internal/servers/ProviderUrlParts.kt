// Tested by ProviderAddressesTest.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.text.printable

/** Validates the names that become parts of a provider's URLs, so that none changes more than its own part. Pure. */
internal object ProviderUrlParts {
    private const val MAX_LENGTH = 255
    private const val SHOWN = 60
    private const val MAX_LABEL = 63
    private const val SCHEME_END = "://"

    /** The characters that need no percent-encoding in a path (RFC 3986 §2.3). */
    private val SEGMENT = Regex("[A-Za-z0-9._~-]+")
    private val LABEL = Regex("[a-z0-9]([a-z0-9-]*[a-z0-9])?")

    /**
     * Returns [text] as a host name in lower case, perhaps with a port.
     *
     * @throws InvalidConfigException when it is anything else.
     */
    fun host(
        what: String,
        text: String,
    ): String {
        val base = if ('/' in text || '\\' in text) null else parseOrNull(text)
        return base?.let { it.host + (it.port?.let { port -> ":$port" } ?: "") }
            ?: fail(what, text, "a host name, such as example.com, without scheme and path")
    }

    /**
     * Returns the host that [text] names: a short name is a name below [vendor], a host below one of the vendor's [domains] stays
     * as it is, and the customer's own host is written as a URL. A bare name of another host is refused, because a short name
     * with a dot in it, such as `acme.eu`, would send the client's secret to somebody else.
     *
     * @throws InvalidConfigException when it is none of these.
     */
    fun vendorHost(
        what: String,
        text: String,
        vendor: String,
        domains: List<String> = listOf(vendor),
        short: Regex = LABEL,
    ): String {
        val name = text.lowercase()
        return when {
            SCHEME_END in text -> ownHost(what, text, vendor)
            name.length <= MAX_LABEL && short.matches(name) -> "$name.$vendor"
            domains.any { name.endsWith(".$it") } -> host(what, name)
            else -> fail(what, text, expected(vendor))
        }
    }

    private fun ownHost(
        what: String,
        text: String,
        vendor: String,
    ): String {
        val url = parseOrNull(text)?.takeIf { it.scheme == "https" && it.path.isEmpty() }
        return url?.origin?.substringAfter(SCHEME_END) ?: fail(what, text, expected(vendor))
    }

    private fun expected(vendor: String) =
        "a name such as acme, a host below $vendor, or the URL of a domain of your own, such as https://login.example.com"

    /**
     * Returns [text] as a base URL without a slash at the end; the default scheme is https.
     *
     * @throws InvalidConfigException when it is not a base URL.
     */
    fun baseUrl(
        what: String,
        text: String,
    ): String =
        parseOrNull(text)?.toString() ?: fail(what, text, "a URL, such as https://example.com, without query and fragment")

    /**
     * Returns [text] as one segment of a path.
     *
     * @throws InvalidConfigException when it is not one.
     */
    fun segment(
        what: String,
        text: String,
    ): String {
        val isName = text.length <= MAX_LENGTH && SEGMENT.matches(text) && text != "." && text != ".."
        return if (isName) text else fail(what, text, "a name of letters, digits, '-', '.', '_' and '~'")
    }

    /**
     * Returns [text] as one label of a host name.
     *
     * @throws InvalidConfigException when it is not one.
     */
    fun label(
        what: String,
        text: String,
    ): String {
        val isLabel = text.length <= MAX_LENGTH && LABEL.matches(text)
        return if (isLabel) text else fail(what, text, "a name of small letters, digits and hyphens")
    }

    private fun parseOrNull(text: String): BaseUrl? =
        try {
            BaseUrl.parse(text)
        } catch (_: InvalidHostException) {
            null
        }

    private fun fail(
        what: String,
        text: String,
        expected: String,
    ): Nothing {
        // The text before an '@' may be a password.
        val shown = if ('@' in text) "what was given" else "'${text.printable(SHOWN)}'"
        throw InvalidConfigException("$what is $expected; $shown is none.")
    }
}
