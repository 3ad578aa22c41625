// Tests CertificateMessages.
package io.github.oidcauth.internal.transport.tls

import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.security.cert.CertPath
import java.security.cert.CertPathValidatorException
import java.security.cert.CertPathValidatorException.BasicReason
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import java.time.Duration
import java.time.Instant
import javax.net.ssl.X509ExtendedTrustManager

/** The results of the JDK's validation of certificates, and their messages. */
class CertificateErrorTest :
    FunSpec({
        val now = Instant.now()
        val corp = PrivateAuthority()
        val other = PrivateAuthority("CN=Other Root")
        val source = TrustSource.CaFile("/ca.pem")

        fun trusting(vararg roots: Identity) = TrustedCertificates.manager(roots.map { it.certificate })

        fun explained(
            chain: List<X509Certificate>,
            manager: X509ExtendedTrustManager,
        ): CertificateError =
            shouldThrow<CertificateRejectedException> {
                ExplainingTrustManager(manager, source) { now }.checkServerTrusted(chain.toTypedArray(), "ECDHE_ECDSA")
            }.error

        fun day(at: Instant) = at.toString().take(10)

        fun Instant.toSeconds() = Instant.ofEpochSecond(epochSecond)

        test("a certificate of a trusted authority is accepted") {
            val chain = corp.server().chain.toTypedArray()
            shouldNotThrowAny { ExplainingTrustManager(trusting(corp.root), source).checkServerTrusted(chain, "ECDHE_ECDSA") }
        }

        test("an unknown issuer is named, the one that is missing if the server sent the others along") {
            explained(corp.server().chain, trusting(other.root)) shouldBe
                CertificateError.UnknownIssuer("CN=Corp Root, O=Example", source)
            val whole = corp.server().chain + corp.root.chain
            explained(whole, trusting(other.root)) shouldBe CertificateError.UnknownIssuer("CN=Corp Root, O=Example", source)
        }

        test("a certificate that vouches for itself is told as such") {
            explained(PrivateAuthority.selfSigned("CN=box").chain, trusting(corp.root)) shouldBe
                CertificateError.SelfSigned("CN=box", source)
        }

        test("who has taken the name of a trusted authority, but not its key, is told as unknown") {
            explained(PrivateAuthority.selfSigned("CN=box").chain, trusting(PrivateAuthority.selfSigned("CN=box"))) shouldBe
                CertificateError.SelfSigned("CN=box", source)
            val former = PrivateAuthority()
            explained(corp.server().chain, trusting(former.root)) shouldBe
                CertificateError.UnknownIssuer("CN=Corp Root, O=Example", source)
            explained(corp.server().chain + corp.root.chain, trusting(former.root)) shouldBe
                CertificateError.UnknownIssuer("CN=Corp Root, O=Example", source)
        }

        test("a signature that breaks within the chain is no matter of trust") {
            val former = PrivateAuthority()
            explained(corp.server().chain + former.root.chain, trusting(former.root)) shouldBe CertificateError.Invalid
        }

        test("an expired certificate is told with its date, and one of an authority with whose it is") {
            val end = (now - Duration.ofDays(2)).toSeconds()
            explained(corp.server(until = end).chain, trusting(corp.root)) shouldBe CertificateError.Expired(null, end, now)
            val cause = CertificateException(CertPathValidatorException("x", null, null as CertPath?, -1, BasicReason.EXPIRED))
            val old = PrivateAuthority("CN=Old", until = end)
            CertificateError.of(old.server().chain + old.root.chain, cause, source, now) shouldBe
                CertificateError.Expired("CN=Old", end, now)
        }

        test("a certificate is refused from the second of its end on, and not told as expired before") {
            val end = (now + Duration.ofDays(1)).toSeconds()
            val cause = CertificateException(CertPathValidatorException("x", null, null as CertPath?, -1, BasicReason.EXPIRED))
            val chain = corp.server(until = end).chain
            CertificateError.of(chain, cause, source, end) shouldBe CertificateError.Invalid
            CertificateError.of(chain, cause, source, end.plusMillis(1)).shouldBeInstanceOf<CertificateError.Expired>()
        }

        test("a certificate that is not valid yet is told with its date") {
            val start = (now + Duration.ofDays(2)).toSeconds()
            explained(corp.server(from = start).chain, trusting(corp.root)) shouldBe
                CertificateError.NotYetValid(null, start, now)
        }

        test("a certificate that becomes valid while it is refused is told with its date") {
            val start = (now + Duration.ofDays(2)).toSeconds()
            val times = listOf(start.minusMillis(1), start.plusMillis(1)).iterator()
            val server = corp.server(from = start)
            shouldThrow<CertificateRejectedException> {
                ExplainingTrustManager(trusting(corp.root), source, times::next)
                    .checkServerTrusted(server.chain.toTypedArray(), "ECDHE_ECDSA")
            }.error shouldBe CertificateError.NotYetValid(null, start, start.minusMillis(1))
        }

        test("a certificate that expires while it is refused is told with its date") {
            val end = (now - Duration.ofDays(2)).toSeconds()
            val times = listOf(end.minusMillis(1), end.plusMillis(1)).iterator()
            val server = corp.server(until = end)
            shouldThrow<CertificateRejectedException> {
                ExplainingTrustManager(trusting(corp.root), source, times::next)
                    .checkServerTrusted(server.chain.toTypedArray(), "ECDHE_ECDSA")
            }.error shouldBe CertificateError.Expired(null, end, end.plusMillis(1))
        }

        test("a certificate for clients alone is unfit") {
            explained(corp.server(extensions = listOf(PrivateAuthority.forClients)).chain, trusting(corp.root)) shouldBe
                CertificateError.Invalid
        }

        listOf(
            BasicReason.REVOKED to CertificateError.Revoked,
            BasicReason.ALGORITHM_CONSTRAINED to CertificateError.Weak,
            BasicReason.INVALID_SIGNATURE to CertificateError.Invalid,
        ).forEach { (reason, error) ->
            test("the reason $reason is told as $error") {
                val cause = CertificateException(CertPathValidatorException("x", null, null as CertPath?, -1, reason))
                CertificateError.of(corp.server().chain, cause, source, now) shouldBe error
            }
        }

        test("the names in a certificate are printable and short, whoever wrote them") {
            val hostile = PrivateAuthority("CN=\"\u001b]0;evil\u0007 \u202enettirw\", O=\"${"x".repeat(3000)}\"")
            val hosts = listOf("\u001b[2Ja.example", "y".repeat(3000))
            val error = explained(hostile.server(hosts = hosts).chain, trusting(corp.root))
            val issuer = error.shouldBeInstanceOf<CertificateError.UnknownIssuer>().issuer
            issuer shouldContain "evil"
            issuer.any { it.isISOControl() || it == '\u202e' } shouldBe false
            issuer.length shouldBe 121

            val names = CertificateNames.hosts(hostile.server(hosts = hosts).certificate)
            names.first() shouldBe "[2Ja.example"
            names[1].length shouldBe 61
            names.last() shouldBe "127.0.0.1"
        }

        test("the words of the exception hold nothing of the certificate") {
            val hostile = PrivateAuthority("CN=\u001bevil")
            shouldThrow<CertificateRejectedException> {
                ExplainingTrustManager(trusting(corp.root), source)
                    .checkServerTrusted(hostile.server().chain.toTypedArray(), "ECDHE_ECDSA")
            }.message.orEmpty() shouldNotContain "evil"
        }

        test("the JVM's authorities and the machine's are both trusted, and the machine's are read when they are needed") {
            var reads = 0
            val system = lazy {
                reads++
                trusting(other.root)
            }
            val both = JvmAndSystemTrustManager(trusting(corp.root), system)

            fun check(identity: Identity) = both.checkServerTrusted(identity.chain.toTypedArray(), "ECDHE_ECDSA")
            check(corp.server())
            reads shouldBe 0
            check(other.server())
            reads shouldBe 1
            shouldThrow<CertificateException> { check(PrivateAuthority("CN=Third").server()) }
            reads shouldBe 1
        }

        test("where one of both knows the issuer, its reason is the one that is told") {
            val none = JvmAndSystemTrustManager(trusting(corp.root), lazy { null })
            val both = JvmAndSystemTrustManager(trusting(corp.root), lazy { trusting(other.root) })
            val end = now - Duration.ofDays(2)
            listOf(none, both).forEach {
                explained(corp.server(until = end).chain, it).shouldBeInstanceOf<CertificateError.Expired>()
            }
            explained(other.server(until = end).chain, both).shouldBeInstanceOf<CertificateError.Expired>()
            explained(other.server().chain, none).shouldBeInstanceOf<CertificateError.UnknownIssuer>()
        }

        test("no client is trusted by what is for servers") {
            val chain = corp.server(extensions = listOf(PrivateAuthority.forClients)).chain.toTypedArray()
            shouldThrow<CertificateException> {
                ExplainingTrustManager(trusting(corp.root), source).checkClientTrusted(chain, "ECDHE_ECDSA")
            }
        }

        test("dates are told as days in UTC") {
            val end = Instant.parse("2026-11-01T23:59:59Z")
            val today = Instant.parse("2026-11-30T00:00:00Z")
            val expired = CertificateRejectedException(CertificateError.Expired(null, end, today), CertificateException())
            TlsMessages.of(listOf(expired), "https://a.example") shouldBe
                "The certificate of https://a.example expired on ${day(end)}, and this machine's clock says ${day(today)}. " +
                "If the clock is right, the certificate has to be renewed."
        }
    })
