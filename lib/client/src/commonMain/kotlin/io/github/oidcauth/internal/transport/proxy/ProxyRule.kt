package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException

/** The rule for the proxy in a configuration. */
internal object ProxyRule {
    /**
     * Returns [url]. [httpClient] is the HTTP client of the program, or null.
     *
     * @throws InvalidConfigException when [url] is no usable proxy, or both are set. The message contains no password.
     */
    fun validate(
        url: String,
        httpClient: Any?,
    ): String {
        if (httpClient != null) {
            throw InvalidConfigException(
                "A proxy cannot be given to an HTTP client of your own. Configure it there, or leave one of both out.",
            )
        }
        checkProxyUrl(url)
        return url
    }
}
