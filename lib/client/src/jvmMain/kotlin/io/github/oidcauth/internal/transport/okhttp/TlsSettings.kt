package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.oauth2.ClientCertificate

/** The TLS settings of a configuration. Clients with different ones share no connection. */
internal data class TlsSettings(
    /** A file of PEM certificates whose authorities are trusted instead of all others, or null. */
    val caFile: String? = null,
    /** The client certificate for servers that request one, or null. */
    val certificate: ClientCertificate? = null,
) {
    companion object {
        val NONE: TlsSettings = TlsSettings()
    }
}
