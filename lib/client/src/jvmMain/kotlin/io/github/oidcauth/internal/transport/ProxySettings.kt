package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import java.net.URI
import java.net.URISyntaxException
import java.net.URLDecoder

/**
 * The proxy that the environment asks for, in the manner of curl: `https_proxy` for https, `http_proxy` for http, `all_proxy` for
 * both, `no_proxy` for exceptions. The lower-case name wins. `HTTP_PROXY` is not read: a web server hands a visitor's `Proxy:` header to
 * its scripts under that name (CVE-2016-5385).
 */
internal class ProxySettings private constructor(
    private val forHttps: ProxyAddress?,
    private val forHttp: ProxyAddress?,
    private val exceptions: ProxyExceptions,
) {
    /** The proxy to go through to [host], or null for none. This machine is never reached through one. */
    fun proxyFor(
        scheme: String,
        host: String,
        port: Int,
    ): ProxyAddress? {
        val proxy = if (scheme == "https") forHttps else forHttp
        return proxy?.takeUnless { exceptions.covers(host, port) }
    }

    companion object {
        private const val MAX_PORT = 65_535

        /** @throws InvalidConfigException when a variable names a proxy that cannot be used. Passwords are not repeated. */
        fun of(environment: Environment): ProxySettings =
            ProxySettings(
                forHttps = first(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
                forHttp = first(environment, "http_proxy", "all_proxy", "ALL_PROXY"),
                exceptions = ProxyExceptions.parse((environment["no_proxy"] ?: environment["NO_PROXY"]).orEmpty()),
            )

        private fun first(
            environment: Environment,
            vararg names: String,
        ): ProxyAddress? = names.firstOrNull {
            !environment[it].isNullOrBlank()
        }?.let { parse(it, environment[it].orEmpty().trim()) }

        private fun parse(
            variable: String,
            text: String,
        ): ProxyAddress {
            val uri =
                try {
                    URI(if ("://" in text) text else "http://$text")
                } catch (_: URISyntaxException) {
                    fail(variable, "is not a URL")
                } catch (_: NumberFormatException) {
                    // The JDK takes the end of an IPv6 address for numbers without looking.
                    fail(variable, "is not a URL")
                }
            if (!uri.scheme.equals("http", ignoreCase = true)) {
                fail(variable, "names a ${uri.scheme} proxy, which is not supported")
            }
            val host = uri.host ?: fail(variable, "has no host name in it")
            if (uri.port > MAX_PORT || uri.port == 0) fail(variable, "has no valid port")
            val credentials = uri.rawUserInfo?.split(":", limit = 2)?.map { decoded(variable, it) }
            return ProxyAddress(
                host = host.removeSurrounding("[", "]"),
                // curl's default is 1080 for historical reasons; a URL's own is 80.
                port = if (uri.port < 0) HTTP_PORT else uri.port,
                user = credentials?.first(),
                password = credentials?.getOrNull(1).orEmpty(),
            )
        }

        private fun decoded(
            variable: String,
            text: String,
        ): String =
            try {
                URLDecoder.decode(text.replace("+", "%2B"), Charsets.UTF_8)
            } catch (_: IllegalArgumentException) {
                fail(variable, "has a user name or password that is not percent-encoded")
            }

        private fun fail(
            variable: String,
            what: String,
        ): Nothing =
            throw InvalidConfigException(
                "The variable $variable $what. It takes the form http://proxy.example.com:3128, or unset it.",
            )

        private const val HTTP_PORT = 80
    }
}

/** Where a proxy listens, and who we are to it. */
internal class ProxyAddress(
    val host: String,
    val port: Int,
    val user: String?,
    val password: String,
) {
    override fun toString(): String = "$host:$port"
}
