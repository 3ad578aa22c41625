// Tested by TlsFaultsTest.
package io.github.oidcauth.internal.transport.tls

/** The messages for a failed handshake: what happened, and what to do. Pure. */
internal object TlsMessages {
    /** Returns the message for the exceptions in [causes], the outermost first, of a request to [origin]. */
    fun of(
        causes: List<Throwable>,
        origin: String,
    ): String {
        val error = causes.firstNotNullOfOrNull { (it as? CertificateRejectedException)?.error }
        return if (error == null) handshake(causes, origin) else CertificateMessages.of(error, origin)
    }

    /** Returns the message for a broken connection, or null when it may have any reason. */
    fun ofLostConnection(
        causes: List<Throwable>,
        origin: String,
    ): String? =
        if (causes.any { it is CertificateRequestedException }) {
            "$origin asked for a client certificate, and closed the connection. If it needs one, $SET_CERTIFICATE"
        } else {
            null
        }

    private fun wantsCertificate(origin: String): String =
        "$origin requires a client certificate, or does not accept the one that was presented. To present one, $SET_CERTIFICATE"

    private fun handshake(
        causes: List<Throwable>,
        origin: String,
    ): String {
        val words = causes.map { it.message.orEmpty() }
        val plain = ofKnownMessages(words, origin)
        return when {
            plain != null -> {
                plain
            }

            causes.any { it is CertificateRequestedException } -> {
                wantsCertificate(origin)
            }

            words.containAny("Received fatal alert: handshake_failure") -> {
                "$origin refused the handshake. It has no cipher in common with this Java, or requires a client certificate."
            }

            causes.any { isHostMismatch(it) } -> {
                "The certificate of $origin is not for that name. ${CertificateMessages.OWNER_RENEWS}"
            }

            words.containAny("unable to find valid certification path") -> {
                "The certificate of $origin is from an authority that this program's HTTP client does not trust. " +
                    "Configure its trust store."
            }

            else -> {
                other(words, origin)
            }
        }
    }

    /** Returns the message for [words] with a single meaning, or null. */
    private fun ofKnownMessages(
        words: List<String>,
        origin: String,
    ): String? =
        when {
            words.containAny("Unsupported or unrecognized SSL message", "plaintext connection?") -> {
                "$origin does not speak TLS. Check the port, and whether http:// is meant or a proxy responds in its place."
            }

            words.containAny(*CLIENT_ALERTS) -> {
                wantsCertificate(origin)
            }

            words.containAny("trustAnchors parameter must be non-empty") -> {
                "This JVM trusts no certificate authority at all, so not $origin either. Check the file in " +
                    "${TrustSource.STORE}, or name one with --ca-file, ${TrustSource.FILE_VARIABLE} or the setting caFile."
            }

            words.containAny(*NOTHING_IN_COMMON) -> {
                "$origin and this Java have no version of TLS or no cipher in common. The server has to offer TLS 1.2 or newer."
            }

            else -> {
                null
            }
        }

    private fun List<String>.containAny(vararg parts: String) = any { text -> parts.any { it in text } }

    /** Returns the general message. The name of the alert comes from the JDK, not from the server. */
    private fun other(
        words: List<String>,
        origin: String,
    ): String {
        val alert = words.firstNotNullOfOrNull { ALERT.find(it) }?.groupValues?.get(1)
        val end = if (alert == null) "The TLS handshake failed." else "The server ended the TLS handshake with the alert $alert."
        return "No secure connection to $origin. $end Check the address, and whether there is a proxy in between."
    }

    private const val SET_CERTIFICATE =
        "set clientCertificate in the ClientConfig, or javax.net.ssl.keyStore of the JVM."
    private val ALERT = Regex("Received fatal alert: ([a-z_]{1,40})")

    /** The alerts that a server sends only about the certificate of a client (RFC 8446 §6.2). */
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

    /** Messages of the JDK, and of OkHttp for a JVM without the necessary algorithms. */
    private val NOTHING_IN_COMMON =
        arrayOf(
            "Received fatal alert: protocol_version",
            "Received fatal alert: insufficient_security",
            "No appropriate protocol",
            "is not accepted by client preferences",
            "Unable to find acceptable protocols",
        )
}
