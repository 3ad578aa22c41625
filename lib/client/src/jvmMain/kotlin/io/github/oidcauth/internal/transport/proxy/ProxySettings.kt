package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment

/**
 * The proxies in the environment variables: `https_proxy` for https, `http_proxy` for http, `all_proxy` for both, `no_proxy` for
 * exceptions.
 *
 * Each may be in capitals; the lower-case name wins, and an empty one counts as not set. `HTTP_PROXY` is not read if
 * `REQUEST_METHOD` or `GATEWAY_INTERFACE` shows that this is a CGI script (RFC 3875 §4.1): a web server passes the `Proxy:`
 * header of a visitor to it under that name (CVE-2016-5385).
 */
internal class ProxySettings private constructor(
    private val forHttps: Setting?,
    private val forHttp: Setting?,
    private val exceptions: NoProxyHosts,
) {
    /**
     * Returns the proxy for [host], or null for none. This machine is never reached through a proxy.
     *
     * @throws InvalidConfigException when the variable for this address names an unusable proxy; other variables are not checked.
     */
    fun proxyFor(
        scheme: String,
        host: String,
        port: Int,
    ): ProxyAddress? {
        val setting = if (scheme == "https") forHttps else forHttp
        return setting?.takeUnless { exceptions.covers(host, port) }?.proxy
    }

    /** A variable, which is parsed when it is needed. */
    private class Setting(
        variable: String,
        value: String,
    ) {
        val proxy: ProxyAddress by lazy { ProxyUrl.parse(ProxySource.Variable(variable), value.trim()) }
    }

    companion object {
        /** Returns the current settings in the variables. An unusable value throws nothing before it is needed. */
        fun of(environment: Environment): ProxySettings {
            val isCgi = CGI_VARIABLES.any { !environment[it].isNullOrBlank() }
            val http = if (isCgi) listOf("http_proxy") else listOf("http_proxy", "HTTP_PROXY")
            return ProxySettings(
                forHttps = first(environment, listOf("https_proxy", "HTTPS_PROXY") + ALL),
                forHttp = first(environment, http + ALL),
                exceptions = NoProxyHosts.parse(NONE.firstNotNullOfOrNull { set(environment, it) }.orEmpty()),
            )
        }

        private val CGI_VARIABLES = listOf("REQUEST_METHOD", "GATEWAY_INTERFACE")
        private val ALL = listOf("all_proxy", "ALL_PROXY")
        private val NONE = listOf("no_proxy", "NO_PROXY")

        private fun first(
            environment: Environment,
            names: List<String>,
        ): Setting? = names.firstNotNullOfOrNull { name -> set(environment, name)?.let { Setting(name, it) } }

        private fun set(
            environment: Environment,
            name: String,
        ): String? = environment[name]?.takeIf { it.isNotBlank() }
    }
}
