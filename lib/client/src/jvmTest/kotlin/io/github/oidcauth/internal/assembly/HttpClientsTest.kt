package io.github.oidcauth.internal.assembly

import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.transport.okhttp.ConnectionSettings
import io.github.oidcauth.oauth2.TlsIdentities
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import kotlin.io.path.writeText

class HttpClientsTest :
    FunSpec({
        test("logins and clients of one process have one HTTP client") {
            HttpClients.of(ProcessEnvironment) shouldBeSameInstanceAs HttpClients.of(ProcessEnvironment)
            HttpClients.of(ProcessEnvironment) shouldNotBeSameInstanceAs HttpClients.of { null }
        }

        test("each certificate and each file of authorities has its own, and who has none has another") {
            val clients = HttpClients({ null }) { _, _ -> HttpClient(MockEngine { respond("") }) }
            val settings =
                listOf(
                    ConnectionSettings.NONE,
                    ConnectionSettings(certificate = TlsIdentities.client("client")),
                    ConnectionSettings(certificate = TlsIdentities.client("self-EC")),
                    ConnectionSettings(caFile = "ca.pem"),
                    ConnectionSettings(caFile = "ca.pem", certificate = TlsIdentities.client("client")),
                )
            settings.map(clients::of).toSet().size shouldBe settings.size
            settings.forEach { clients.of(it) shouldBeSameInstanceAs clients.of(it.copy()) }
        }

        test("a file of authorities that was replaced is read by another client, and one that cannot be named by one as well") {
            val clients = HttpClients({ null }) { _, _ -> HttpClient(MockEngine { respond("") }) }
            val file = tempfile().toPath()
            val tls = ConnectionSettings(caFile = "$file")
            val before = clients.of(tls)
            clients.of(tls) shouldBeSameInstanceAs before
            file.writeText("another authority")
            val after = clients.of(tls)
            after shouldNotBeSameInstanceAs before
            clients.of(tls) shouldBeSameInstanceAs after
            val unnameable = ConnectionSettings(caFile = "\u0000")
            clients.of(unnameable) shouldBeSameInstanceAs clients.of(unnameable)
        }
    })
