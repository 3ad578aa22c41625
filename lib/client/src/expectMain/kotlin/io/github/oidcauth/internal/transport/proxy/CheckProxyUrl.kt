package io.github.oidcauth.internal.transport.proxy

/**
 * Checks that [url] is the URL of a proxy that this platform can use.
 *
 * @throws io.github.oidcauth.InvalidConfigException when it is not. The message contains no password.
 */
internal expect fun checkProxyUrl(url: String)
