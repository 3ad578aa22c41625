package io.github.oidcauth.internal.transport.tls

import java.net.Socket
import java.security.Principal
import java.security.PrivateKey
import java.security.cert.X509Certificate
import javax.net.ssl.SSLEngine

/**
 * Presents the one certificate to every server that requests its key type, whichever authorities the server names: a server that
 * accepts a self-signed certificate (RFC 8705 §2.2) may name those of other clients.
 */
internal class SingleKeyManager(
    private val key: PrivateKey,
    private val chain: List<X509Certificate>,
) : ClientKeyManager() {
    override fun chooseClientAlias(
        keyTypes: Array<out String>?,
        issuers: Array<out Principal>?,
        socket: Socket?,
    ): String? = choose(keyTypes)

    override fun chooseEngineClientAlias(
        keyTypes: Array<out String>?,
        issuers: Array<out Principal>?,
        engine: SSLEngine?,
    ): String? = choose(keyTypes)

    override fun getClientAliases(
        keyType: String?,
        issuers: Array<out Principal>?,
    ): Array<String>? = choose(arrayOf(keyType.orEmpty()))?.let { arrayOf(it) }

    override fun getCertificateChain(alias: String?): Array<X509Certificate>? = if (alias == ALIAS) chain.toTypedArray() else null

    override fun getPrivateKey(alias: String?): PrivateKey? = key.takeIf { alias == ALIAS }

    private fun choose(keyTypes: Array<out String>?): String? =
        ALIAS.takeIf { chain.first().publicKey.algorithm in keyTypes.orEmpty() }

    private companion object {
        const val ALIAS = "client"
    }
}
