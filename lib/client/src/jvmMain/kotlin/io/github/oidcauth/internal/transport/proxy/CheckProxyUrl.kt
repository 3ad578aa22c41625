package io.github.oidcauth.internal.transport.proxy

/** Checks that [url] is the URL of a proxy, by the rules of [ProxyUrl]. */
internal fun checkProxyUrl(url: String) {
    ProxyUrl.ofSetting(url)
}
