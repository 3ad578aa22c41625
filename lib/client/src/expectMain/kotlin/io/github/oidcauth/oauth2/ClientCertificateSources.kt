package io.github.oidcauth.oauth2

/** The functions of the companion of [ClientCertificate] that need types of the platform. */
public expect sealed class ClientCertificateSources()

/** The members of [ClientCertificate] that callers in Java see in place of [ClientCertificateSources]. */
public expect sealed class ClientCertificateForJava()

/** Returns the certificate in [certificates] with the key in [privateKey], both PEM. */
internal expect fun readCertificate(
    certificates: String,
    privateKey: String,
): ClientCertificate
