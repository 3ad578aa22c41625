package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.oauth2.ClientCertificate

/** The settings of a configuration about TLS. Clients with different ones share no connection. */
internal data class TlsSettings(
    /** A file of PEM certificates whose authorities are trusted in place of all others, or null. */
    val caFile: String? = null,
    /** The certificate that is shown to servers that ask for one, or null. */
    val certificate: ClientCertificate? = null,
) {
    companion object {
        val NONE: TlsSettings = TlsSettings()
    }
}
