package io.github.oidcauth.internal.transport.tls

import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset

/** The words for a failed handshake: what happened, and what to do. Pure. */
internal object TlsSentences {
    /** Returns them for the exceptions in [causes], the outermost first, of a request to [origin]. */
    fun of(
        causes: List<Throwable>,
        origin: String,
    ): String {
        val refusal = causes.firstNotNullOfOrNull { (it as? RefusedCertificateException)?.refusal }
        return if (refusal == null) handshake(causes, origin) else certificate(refusal, origin)
    }

    /** Returns words for a connection that broke, or null when it may have had any reason. */
    fun ofLostConnection(
        causes: List<Throwable>,
        origin: String,
    ): String? =
        if (causes.any { it is CertificateRequestedException }) {
            "$origin asked for a client certificate, and closed the connection. If it needs one, $SET_CERTIFICATE"
        } else {
            null
        }

    private fun certificate(
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

            is CertificateRefusal.Revoked -> {
                "The certificate of $origin has been revoked. Its owner has to replace it."
            }

            is CertificateRefusal.Weak -> {
                "The certificate of $origin is signed with an algorithm or key that this Java finds too weak. " +
                    "Its owner has to replace it."
            }

            is CertificateRefusal.Unfit -> {
                "The certificate of $origin is not valid for a server, or breaks a rule of its authority. " +
                    "Its owner has to replace it."
            }
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

    private fun wantsCertificate(origin: String): String =
        "$origin wants a client certificate, or does not accept the one it was shown. To present one, $SET_CERTIFICATE"

    private fun handshake(
        causes: List<Throwable>,
        origin: String,
    ): String {
        val words = causes.map { it.message.orEmpty() }

        fun any(vararg parts: String) = words.any { text -> parts.any { it in text } }
        return when {
            any("Unsupported or unrecognized SSL message", "plaintext connection?") -> {
                "$origin does not speak TLS. Check the port, and whether http:// is meant or a proxy responds in its place."
            }

            any(*CLIENT_ALERTS) -> {
                wantsCertificate(origin)
            }

            any("trustAnchors parameter must be non-empty") -> {
                "This JVM trusts no certificate authority at all, so not $origin either. Check the file in " +
                    "${TrustSource.STORE}, or name one with --ca-file, ${TrustSource.FILE_VARIABLE} or the setting caFile."
            }

            any(*NOTHING_IN_COMMON) -> {
                "$origin and this Java have no version of TLS or no cipher in common. The server has to offer TLS 1.2 or newer."
            }

            causes.any { it is CertificateRequestedException } -> {
                wantsCertificate(origin)
            }

            any("Received fatal alert: handshake_failure") -> {
                "$origin refused the handshake. It has no cipher in common with this Java, or wants a client certificate."
            }

            causes.any { isOtherHost(it) } -> {
                "The certificate of $origin is not for that name. $OWNER_RENEWS"
            }

            any("unable to find valid certification path") -> {
                "The certificate of $origin is from an authority that this program's HTTP client does not trust. " +
                    "Configure its trust store."
            }

            else -> {
                other(words, origin)
            }
        }
    }

    /** Alerts are named by the JDK, whatever the server sends. */
    private fun other(
        words: List<String>,
        origin: String,
    ): String {
        val alert = words.firstNotNullOfOrNull { ALERT.find(it) }?.groupValues?.get(1)
        val end = if (alert == null) "The TLS handshake failed." else "The server ended the TLS handshake with the alert $alert."
        return "No secure connection to $origin. $end Check the address, and whether a proxy stands between."
    }

    private fun ownerOf(
        authority: String?,
        origin: String,
    ): String = authority?.let { "$it, which vouches for $origin," } ?: origin

    /** In UTC, as certificates have it. */
    private fun day(at: Instant): LocalDate = LocalDate.ofInstant(at, ZoneOffset.UTC)

    private const val MAX_NAMES = 3
    private const val SET_CERTIFICATE =
        "set clientCertificate in the ClientConfig, or javax.net.ssl.keyStore of the JVM."
    private const val OWNER_RENEWS = "Use a name that it is for, or have it replaced by its owner."
    private val ALERT = Regex("Received fatal alert: ([a-z_]{1,40})")

    /** RFC 8446 §6.2. A server sends these about the certificate of a client alone. */
    private val CLIENT_ALERTS =
        listOf(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
        ).map { "Received fatal alert: $it" }.toTypedArray()

    /** Words of the JDK, and of OkHttp for a Java that has been stripped of what it needs. */
    private val NOTHING_IN_COMMON =
        arrayOf(
            "Received fatal alert: protocol_version",
            "Received fatal alert: insufficient_security",
            "No appropriate protocol",
            "is not accepted by client preferences",
            "Unable to find acceptable protocols",
        )
}
