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
 * Notes that a server asked for the client's certificate while a request was made.
 *
 * A server that does not get one that it likes closes the connection. Its alert about why is lost when our own octets arrive there
 * afterwards (the operating system then resets the connection), which is a matter of microseconds.
 */
internal class CertificateRequestObserver {
    /** A request and the handshake for it are made on one thread. */
    private val isRequested = ThreadLocal<Boolean>()

    /** Makes [request]. To what that throws, a [CertificateRequestedException] is added when the server asked for a certificate. */
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

    /** Returns a manager that presents what [delegate] does, which may be nothing. */
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

/** Is added to the exception of a request for which the server asked for a client certificate. */
internal class CertificateRequestedException : IOException("The server asked for a client certificate.")
