package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.HostAndPort
import io.github.oidcauth.internal.addresses.IpLiteral
import io.github.oidcauth.internal.addresses.UrlParts
import java.net.IDN
import java.net.Proxy
import java.net.URLDecoder

/**
 * Parses the URL of a proxy in an environment variable or a setting.
 *
 * `java.net.URI` is not used because it refuses many characters that passwords contain. As in curl, user name and password end
 * at the last `@`, so only `/`, `?`, `#` and `%` must be percent-encoded in them, and `:` in the name.
 */
internal object ProxyUrl {
    private const val HTTP_PORT = 80
    private const val SOCKS_PORT = 1080
    private val NAME = Regex("[A-Za-z0-9._-]+")

    /** The schemes of SOCKS 5. The proxy resolves host names in each case. */
    private val SOCKS_SCHEMES = setOf("socks", "socks5", "socks5h")

    /**
     * Returns the proxy in [text].
     *
     * @throws InvalidConfigException when it is not usable. The message names [source], and contains no password.
     */
    fun parse(
        source: ProxySource,
        text: String,
    ): ProxyAddress {
        val parts = UrlParts.of(text)
        val scheme = parts.scheme ?: "http"
        if (parts.scheme != null && !parts.isSchemeValid) fail(source, "is not a URL")
        val type = typeOf(source, scheme)
        val place = HostAndPort.of(parts.authority.substringAfterLast('@'))
        val credentials = credentials(source, parts.authority.substringBeforeLast('@', ""))
        if (type == Proxy.Type.SOCKS && credentials != null) {
            fail(source, "names a SOCKS proxy with a user name, which is not supported")
        }
        return ProxyAddress(
            type,
            hostOf(source, place.host),
            portOf(source, place, type),
            credentials?.first,
            credentials?.second.orEmpty(),
            source,
        )
    }

    /**
     * Returns the proxy in [text], the setting of a configuration.
     *
     * @throws InvalidConfigException when it is not usable. The message contains no password.
     */
    fun ofSetting(text: String): ProxyAddress = parse(ProxySource.Setting, text.trim())

    private fun typeOf(
        source: ProxySource,
        scheme: String,
    ): Proxy.Type =
        when (scheme) {
            "http" -> Proxy.Type.HTTP
            in SOCKS_SCHEMES -> Proxy.Type.SOCKS
            "https" -> fail(source, "names a proxy that uses TLS, which is not supported")
            else -> fail(source, "names a $scheme proxy, which is not supported")
        }

    private fun hostOf(
        source: ProxySource,
        text: String,
    ): String {
        if (text.isEmpty()) fail(source, "has no host name in it")
        if (text.startsWith('[')) {
            val literal = text.removeSurrounding("[", "]")
            return literal.takeIf { ':' in it && IpLiteral.parse(it) != null } ?: fail(source, "is not a URL")
        }
        val name =
            try {
                IDN.toASCII(text)
            } catch (_: IllegalArgumentException) {
                fail(source, "is not a URL")
            }
        return name.takeIf(NAME::matches) ?: fail(source, "is not a URL")
    }

    private fun portOf(
        source: ProxySource,
        place: HostAndPort,
        type: Proxy.Type,
    ): Int {
        // curl's default is 1080 for historical reasons; that of an http URL is 80.
        if (place.portDigits.isNullOrEmpty()) return if (type == Proxy.Type.SOCKS) SOCKS_PORT else HTTP_PORT
        return place.port ?: fail(source, "has no valid port")
    }

    /** Returns user name and password, or null when there are none. */
    private fun credentials(
        source: ProxySource,
        userInfo: String,
    ): Pair<String, String>? {
        if (userInfo.isEmpty() || userInfo == ":") return null
        val user = decoded(source, userInfo.substringBefore(':'))
        // RFC 7617 §2: the user name would end there.
        if (':' in user) fail(source, "has a user name with a colon in it, which proxies do not support")
        return user to decoded(source, userInfo.substringAfter(':', ""))
    }

    private fun decoded(
        source: ProxySource,
        text: String,
    ): String =
        try {
            URLDecoder.decode(text.replace("+", "%2B"), Charsets.UTF_8)
        } catch (_: IllegalArgumentException) {
            fail(source, "has a user name or password that is not percent-encoded (%25 stands for %)")
        }

    private fun fail(
        source: ProxySource,
        what: String,
    ): Nothing =
        throw InvalidConfigException(
            "${source.name.replaceFirstChar(
                Char::uppercase,
            )} $what. Set it to a URL like http://proxy.example.com:3128, or unset it.",
        )
}
