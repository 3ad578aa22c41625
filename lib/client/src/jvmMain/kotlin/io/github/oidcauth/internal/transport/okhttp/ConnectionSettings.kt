package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.ClientCertificate

/** The settings of a configuration for its connections. Clients with different ones share no connection. [toString] shows none. */
internal data class ConnectionSettings(
    /** A file of PEM certificates whose authorities are trusted instead of all others, or null. */
    val caFile: String? = null,
    /** The client certificate for servers that request one, or null. */
    val certificate: ClientCertificate? = null,
    /** The URL of a proxy for all addresses, or null. It may contain a password. */
    val proxy: String? = null,
) {
    override fun toString(): String = "ConnectionSettings($REDACTED)"

    companion object {
        val NONE: ConnectionSettings = ConnectionSettings()
    }
}
