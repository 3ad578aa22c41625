package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.internal.transport.okhttp.GetProgram
import javax.net.ssl.SSLContext

/** Run in a JVM of its own: sets a default context that trusts the file `test.ca` alone, and goes on as [GetProgram]. */
internal object ContextProgram {
    @JvmStatic
    fun main(args: Array<String>) {
        val trust = TrustedCertificates.manager(TrustedCertificates.ofCaFile(System.getProperty("test.ca")))
        val context = SSLContext.getInstance("TLS").apply { init(null, arrayOf(trust), null) }
        SSLContext.setDefault(context)
        GetProgram.main(args)
    }
}
