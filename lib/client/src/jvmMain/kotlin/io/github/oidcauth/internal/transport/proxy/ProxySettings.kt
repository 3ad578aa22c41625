package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment

/**
 * The proxy that the environment variables ask for: `https_proxy` for https, `http_proxy` for http, `all_proxy` for both, `no_proxy`
 * for exceptions.
 *
 * Each may be in capitals; the lower-case name wins, and one without a value counts as not set. `HTTP_PROXY` is not read where
 * `REQUEST_METHOD` or `GATEWAY_INTERFACE` shows a CGI script (RFC 3875 §4.1): a web server hands a visitor's `Proxy:` header to it under
 * that name (CVE-2016-5385).
 */
internal class ProxySettings private constructor(
    private val forHttps: Setting?,
    private val forHttp: Setting?,
    private val exceptions: NoProxyHosts,
) {
    /**
     * Returns the proxy to go through to [host], or null for none. This machine is never reached through one.
     *
     * @throws InvalidConfigException when the variable that is needed for this address, and no other, names a proxy that cannot be used.
     */
    fun proxyFor(
        scheme: String,
        host: String,
        port: Int,
    ): ProxyAddress? {
        val setting = if (scheme == "https") forHttps else forHttp
        return setting?.takeUnless { exceptions.covers(host, port) }?.proxy
    }

    /** One variable, which is read when it is needed. */
    private class Setting(
        variable: String,
        value: String,
    ) {
        val proxy: ProxyAddress by lazy { ProxyUrl.parse(variable, value.trim()) }
    }

    companion object {
        /** Returns what the variables say now. A value that cannot be used throws nothing before it is needed. */
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
