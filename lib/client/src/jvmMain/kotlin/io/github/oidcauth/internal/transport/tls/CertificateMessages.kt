// Tested by CertificateErrorTest and TlsFaultsTest.
package io.github.oidcauth.internal.transport.tls

import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset

/** The messages for a certificate that is not accepted: whose it is, and what to do. Pure. */
internal object CertificateMessages {
    /** Returns the message for [error] of the certificate of [origin]. */
    fun of(
        error: CertificateError,
        origin: String,
    ): String =
        when (error) {
            is CertificateError.UnknownIssuer -> {
                "The certificate of $origin is from ${error.issuer}, an authority that is not in ${error.source.place}. " +
                    error.source.advice
            }

            is CertificateError.SelfSigned -> {
                "The certificate of $origin (${error.subject}) is self-signed, and is not in ${error.source.place}. " +
                    error.source.advice
            }

            is CertificateError.Expired -> {
                "The certificate of ${ownerOf(error.authority, origin)} expired on ${day(error.at)}, and this machine's " +
                    "clock says ${day(error.now)}. If the clock is right, the certificate has to be renewed."
            }

            is CertificateError.NotYetValid -> {
                "The certificate of ${ownerOf(error.authority, origin)} is valid from ${day(error.from)} on, and this " +
                    "machine's clock says ${day(error.now)}. Check the clock."
            }

            is CertificateError.HostMismatch -> {
                otherHost(error.names, origin)
            }

            is CertificateError.Defect -> {
                "The certificate of $origin ${defect(error)}. Its owner has to replace it."
            }
        }

    private fun defect(error: CertificateError.Defect): String =
        when (error) {
            CertificateError.Revoked -> "has been revoked"
            CertificateError.Weak -> "is signed with an algorithm or key that this Java finds too weak"
            CertificateError.Invalid -> "is not valid for a server, or breaks a rule of its authority"
        }

    private fun otherHost(
        names: List<String>,
        origin: String,
    ): String {
        if (names.isEmpty()) return "The certificate of $origin is for no host name at all. $OWNER_RENEWS"
        val more = names.size - MAX_NAMES
        val shown = names.take(MAX_NAMES).joinToString() + if (more > 0) " and $more more" else ""
        return "The certificate of $origin is for $shown, and not for that name. Use a name that it is for, or check " +
            "that no proxy responds in the server's place."
    }

    private fun ownerOf(
        authority: String?,
        origin: String,
    ): String = authority?.let { "$it, which vouches for $origin," } ?: origin

    /** Returns the date in UTC, as in certificates. */
    private fun day(at: Instant): LocalDate = LocalDate.ofInstant(at, ZoneOffset.UTC)

    private const val MAX_NAMES = 3
    const val OWNER_RENEWS: String = "Use a name that it is for, or have it replaced by its owner."
}
