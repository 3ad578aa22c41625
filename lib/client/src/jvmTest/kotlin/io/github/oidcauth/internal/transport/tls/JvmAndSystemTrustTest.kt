package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.HttpConnections
import io.github.oidcauth.internal.transport.okhttp.OK_RESPONSE
import io.github.oidcauth.internal.transport.okhttp.OkHttpCallEngine
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.HttpClient
import java.io.File
import java.nio.file.Path
import java.security.cert.X509Certificate
import javax.net.ssl.SSLContext
import kotlin.time.Duration.Companion.seconds

/** Whom a machine trusts on which nobody has set anything, by real connections. */
class JvmAndSystemTrustTest :
    FunSpec({
        val directory = tempdir()
        val corp = PrivateAuthority()
        val other = PrivateAuthority("CN=Other Root").root.certificate
        val nowhere = directory.toPath().resolve("nowhere.pem")
        val bundle = File(corp.root.writePem(File(directory, "bundle.pem"))).toPath()

        fun tls(
            own: List<X509Certificate>,
            system: Path,
        ) = Tls(
            environment = { null },
            jvm = JvmTls({ null }, { SSLContext.getInstance("Default") }, { TrustedCertificates.manager(own) }),
            system = SystemAuthorities("Linux", listOf(system)),
        )

        suspend fun get(tls: Tls): String =
            RawServer(corp.server().listen()) {
                readHead(it)
                write(it, OK_RESPONSE)
            }.use { server ->
                HttpClient(OkHttpCallEngine.Factory(HttpConnections.configured(tls) {})).use {
                    Transport(it, JvmFaultFinder, 30.seconds).get("https://localhost:${server.port}/").body
                }
            }

        test("an authority is trusted that is in the system's store alone, and one that is in the JVM's alone") {
            get(tls(listOf(other), bundle)) shouldBe "ok"
            get(tls(listOf(corp.root.certificate), nowhere)) shouldBe "ok"
        }

        test("a Java without authorities has those of the system") {
            get(tls(emptyList(), bundle)) shouldBe "ok"
        }

        test("a machine without any says what to install") {
            shouldThrow<InvalidConfigException> { get(tls(emptyList(), nowhere)) }.message shouldContain
                "Neither this Java nor this machine has any certificate authorities. Install the package ca-certificates"
        }

        test("a client certificate is not left out for a default context that the program has set") {
            val context = SSLContext.getInstance("TLS")
            val client = corp.server("CN=me")
            val tls =
                Tls({ null }, null, SingleKeyManager(client.keys.private, client.chain), JvmTls(defaultContext = { context }))
            shouldThrow<InvalidConfigException> { get(tls) }.message shouldContain
                "to which the client certificate cannot be added"
        }
    })
