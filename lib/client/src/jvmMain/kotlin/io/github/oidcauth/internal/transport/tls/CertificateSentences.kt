package io.github.oidcauth.internal.transport.tls

import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset

/** The words for a certificate that is not accepted: whose it is, and what to do. Pure. */
internal object CertificateSentences {
    /** Returns them for [refusal] of the certificate that [origin] has shown. */
    fun of(
        refusal: CertificateRefusal,
        origin: String,
    ): String =
        when (refusal) {
            is CertificateRefusal.UnknownIssuer -> {
                "The certificate of $origin is from ${refusal.issuer}, an authority that is not in ${refusal.source.place}. " +
                    refusal.source.advice
            }

            is CertificateRefusal.SelfSigned -> {
                "The certificate of $origin (${refusal.subject}) is signed by itself, and is not in ${refusal.source.place}. " +
                    refusal.source.advice
            }

            is CertificateRefusal.Expired -> {
                "The certificate of ${ownerOf(refusal.authority, origin)} expired on ${day(refusal.at)}, and this machine's " +
                    "clock says ${day(refusal.now)}. If the clock is right, the certificate has to be renewed."
            }

            is CertificateRefusal.NotYetValid -> {
                "The certificate of ${ownerOf(refusal.authority, origin)} is valid from ${day(refusal.from)} on, and this " +
                    "machine's clock says ${day(refusal.now)}. Check the clock."
            }

            is CertificateRefusal.OtherHost -> {
                otherHost(refusal.names, origin)
            }

            is CertificateRefusal.Defect -> {
                "The certificate of $origin ${defect(refusal)}. Its owner has to replace it."
            }
        }

    private fun defect(refusal: CertificateRefusal.Defect): String =
        when (refusal) {
            CertificateRefusal.Revoked -> "has been revoked"
            CertificateRefusal.Weak -> "is signed with an algorithm or key that this Java finds too weak"
            CertificateRefusal.Unfit -> "is not valid for a server, or breaks a rule of its authority"
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

    /** In UTC, as certificates have it. */
    private fun day(at: Instant): LocalDate = LocalDate.ofInstant(at, ZoneOffset.UTC)

    private const val MAX_NAMES = 3
    const val OWNER_RENEWS: String = "Use a name that it is for, or have it replaced by its owner."
}
