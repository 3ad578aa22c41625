// Tested by TlsFaultsTest.
package io.github.oidcauth.internal.transport.tls

import java.io.IOException
import java.net.Socket
import java.security.Principal
import java.security.PrivateKey
import java.security.cert.X509Certificate
import javax.net.ssl.SSLEngine
import javax.net.ssl.X509ExtendedKeyManager
import javax.net.ssl.X509KeyManager

/**
 * Detects that a server requested the client's certificate during a request.
 *
 * A server that does not accept the certificate closes the connection. Its alert with the reason is lost if octets of the client
 * arrive there afterwards, because the operating system then resets the connection. This is a matter of microseconds.
 */
internal class CertificateRequestObserver {
    /** A request and its handshake run on the same thread. */
    private val isRequested = ThreadLocal<Boolean>()

    /** Runs [request]. Adds a [CertificateRequestedException] to its exception if the server requested a certificate. */
    fun <T> observe(request: () -> T): T {
        isRequested.remove()
        try {
            return request()
        } catch (e: IOException) {
            if (isRequested.get() == true) e.addSuppressed(CertificateRequestedException())
            throw e
        } finally {
            isRequested.remove()
        }
    }

    /** Returns a manager that presents the certificates of [delegate], or none if it is null. */
    fun observing(delegate: X509KeyManager?): X509ExtendedKeyManager = Watched(delegate)

    private inner class Watched(
        private val delegate: X509KeyManager?,
    ) : ClientKeyManager() {
        override fun chooseClientAlias(
            keyTypes: Array<out String>?,
            issuers: Array<out Principal>?,
            socket: Socket?,
        ): String? {
            isRequested.set(true)
            return delegate?.chooseClientAlias(keyTypes, issuers, socket)
        }

        override fun chooseEngineClientAlias(
            keyTypes: Array<out String>?,
            issuers: Array<out Principal>?,
            engine: SSLEngine?,
        ): String? = (delegate as? X509ExtendedKeyManager)?.chooseEngineClientAlias(keyTypes, issuers, engine)

        override fun getClientAliases(
            keyType: String?,
            issuers: Array<out Principal>?,
        ): Array<String>? = delegate?.getClientAliases(keyType, issuers)

        override fun getCertificateChain(alias: String?): Array<X509Certificate>? = delegate?.getCertificateChain(alias)

        override fun getPrivateKey(alias: String?): PrivateKey? = delegate?.getPrivateKey(alias)
    }
}

/** Added to the exception of a request if the server requested a client certificate. */
internal class CertificateRequestedException : IOException("The server asked for a client certificate.")
