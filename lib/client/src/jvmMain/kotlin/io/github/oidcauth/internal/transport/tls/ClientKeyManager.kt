package io.github.oidcauth.internal.transport.tls

import java.net.Socket
import java.security.Principal
import javax.net.ssl.X509ExtendedKeyManager

/** A key manager for the client side only. */
internal abstract class ClientKeyManager : X509ExtendedKeyManager() {
    final override fun chooseServerAlias(
        keyType: String?,
        issuers: Array<out Principal>?,
        socket: Socket?,
    ): String? = null

    final override fun getServerAliases(
        keyType: String?,
        issuers: Array<out Principal>?,
    ): Array<String>? = null
}
