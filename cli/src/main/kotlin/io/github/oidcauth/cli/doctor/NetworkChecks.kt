// Tested by DoctorTest.
package io.github.oidcauth.cli.doctor

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.HttpDate
import io.github.oidcauth.internal.transport.proxy.ProxyAddress
import io.github.oidcauth.internal.transport.proxy.ProxyRouteSelector
import io.github.oidcauth.internal.transport.proxy.ProxySettings
import io.github.oidcauth.internal.transport.tls.CertificateNames
import io.github.oidcauth.internal.transport.tls.JvmTls
import io.github.oidcauth.internal.transport.tls.TrustSource
import io.github.oidcauth.internal.transport.tls.TrustedCertificates
import okhttp3.HttpUrl.Companion.toHttpUrlOrNull
import java.net.Proxy
import java.security.cert.X509Certificate
import java.time.ZoneOffset
import kotlin.time.Clock
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinInstant

/** The checks of the way to a server, by the decisions of the library. */
internal class NetworkChecks(
    variables: (String) -> String?,
    private val caFile: String?,
    private val clock: Clock,
) {
    private val environment = Environment { variables(it) }

    /** Returns the check of the proxy for [url]. */
    fun proxy(url: String): Check {
        val address = url.toHttpUrlOrNull() ?: return Check.failed("proxy", "$url is not a web address.")
        return try {
            val proxy = ProxyRouteSelector(ProxySettings.of(environment)).select(address).first()
            when {
                proxy is ProxyAddress -> Check.ok("proxy", "$proxy, by ${proxy.source.name}")
                proxy.type() == Proxy.Type.DIRECT -> Check.ok("proxy", "none for this host")
                else -> Check.ok("proxy", "${proxy.address()}, by the settings of this Java")
            }
        } catch (e: InvalidConfigException) {
            Check.failed("proxy", e.message)
        }
    }

    /** Returns the check of the trusted authorities. */
    fun trust(): Check {
        val jvm = JvmTls()
        val source = TrustSource.choose(caFile, { jvm.programContext() != null }, jvm.property, environment)
        return try {
            val count =
                when (source) {
                    is TrustSource.CaFile -> TrustedCertificates.ofCaFile(source.path).size
                    is TrustSource.Variables -> TrustedCertificates.of(source).size
                    else -> null
                }
            Check.ok("trust", "the authorities in ${source.place}" + count?.let { ": $it" }.orEmpty())
        } catch (e: InvalidConfigException) {
            Check.failed("trust", e.message)
        }
    }

    /** Returns the checks of the steps of a request, as far as it got. */
    fun connection(result: ServerProbe.Result): List<Check> {
        val reply = result.reply
        val steps = result.steps.steps.distinctBy { it.kind }
        val completed = steps.map { step -> stepCheck(step, reply, result.steps.certificate) }
        val failure = result.failure ?: return completed
        val name = result.steps.current.name.lowercase()
        return completed.filter { it.name != name } + Check(name, Check.Status.FAILED, failure.message, isAboutConnection = true)
    }

    private fun stepCheck(
        step: ConnectionSteps.Step,
        reply: ServerProbe.Reply?,
        certificate: X509Certificate?,
    ): Check {
        val name = step.kind.name.lowercase()
        return when {
            step.kind == ConnectionSteps.Kind.HTTP && reply != null -> {
                if (reply.status >= SERVER_ERROR) {
                    Check.failed(name, "the server responds with an error, status ${reply.status}. Try again later.")
                } else {
                    Check.ok(name, "status ${reply.status}, ${reply.protocol}", step.milliseconds)
                }
            }

            step.kind == ConnectionSteps.Kind.TLS && certificate != null -> {
                tls(step, certificate)
            }

            else -> {
                Check.ok(name, step.text, step.milliseconds)
            }
        }
    }

    private fun tls(
        step: ConnectionSteps.Step,
        certificate: X509Certificate,
    ): Check {
        val issuer = CertificateNames.name(certificate.issuerX500Principal)
        val end = certificate.notAfter.toInstant()
        val text = "${step.text}, a certificate from $issuer, valid until ${end.atZone(ZoneOffset.UTC).toLocalDate()}"
        return if (end.toKotlinInstant() - clock.now() > SOON) {
            Check.ok("tls", text, step.milliseconds)
        } else {
            Check.warning("tls", "$text. Its owner has to renew it soon.")
        }
    }

    /** Returns the check of the clock by the date of a response. */
    fun clock(reply: ServerProbe.Reply): Check =
        ClockSkew.check(reply.date?.let(HttpDate::parse), clock.now(), (reply.age ?: 0).seconds)

    private companion object {
        const val SERVER_ERROR = 500
        val SOON = 14.days
    }
}
