// Tests Clients.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidResponseException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond

class ServerMetadataFromServerTest :
    FunSpec({
        fun serverThatIs(issuer: String) =
            HttpClient(MockEngine { respond("""{"issuer":"$issuer","registration_endpoint":"https://as.example/register"}""") })

        test("the metadata of a server can be read without a client of it") {
            ServerMetadata.discover("https://as.example", httpClient = serverThatIs("https://as.example"))
                .registrationEndpoint shouldBe "https://as.example/register"
        }

        test("a server that says it is another one is not believed") {
            shouldThrow<InvalidResponseException> {
                ServerMetadata.discover("https://as.example", httpClient = serverThatIs("https://evil.example"))
            }
        }

        test("the caller's word on how issuers are compared counts") {
            ServerMetadata.discover(
                "https://as.example/tenant",
                IssuerCheck.Named("https://login.example"),
                serverThatIs("https://login.example"),
            ).issuer shouldBe "https://login.example"
        }
    })
