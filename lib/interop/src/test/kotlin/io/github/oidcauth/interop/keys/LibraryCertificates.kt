package io.github.oidcauth.interop.keys

import io.github.oidcauth.oauth2.ClientCertificate
import io.ktor.client.HttpClient
import io.ktor.client.engine.java.Java

/**
 * This certificate as the library knows it. The library trusts the authority of the run from then on, where it shows
 * certificates.
 */
internal fun TestCertificates.Identity.forLibrary(): ClientCertificate {
    // The authorities that the JVM trusts, as a user would set them on the command line. It is read when the library makes
    // its HTTP client.
    System.setProperty("javax.net.ssl.trustStore", "${TestCertificates.authorityFile}")
    System.setProperty("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
    return ClientCertificate.fromKeyStore(keyStore, TestCertificates.PASSWORD.toCharArray())
}

/** An HTTP client of somebody who has no certificate, and trusts the authority of the run. */
internal val withoutCertificate: HttpClient by lazy {
    HttpClient(Java) {
        followRedirects = false
        engine { config { sslContext(TestCertificates.tls()) } }
    }
}
