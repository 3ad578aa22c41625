package io.github.oidcauth.providers

import io.github.oidcauth.Token
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.hours

/** GitLab: an endpoint for device logins that is in no metadata, two hours, two new tokens. */
class GitLabTest :
    FunSpec({
        listOf(
            GitLab.provider() to "https://gitlab.com",
            GitLab.selfManaged("https://example.com/gitlab") to "https://example.com/gitlab",
        ).forEach { (provider, base) ->
            fun server(vararg more: Pair<String, String>) =
                MisbehavingServer().apply { publish(base, "issuer" to base, "token_endpoint" to "$base/oauth/token", *more) }

            test("$base starts device logins at /oauth/authorize_device, though its metadata do not say so") {
                val server = server()
                server.post("$base/oauth/authorize_device") {
                    ScriptedResponse(
                        """{"device_code":"dc","user_code":"0A44L90H","verification_uri":"$base/oauth/device",
                            "verification_uri_complete":"$base/oauth/device?user_code=0A44L90H","expires_in":300,"interval":5}""",
                    )
                }

                server.client(provider).deviceAuthorization().uri shouldBe "$base/oauth/device?user_code=0A44L90H"
            }

            test("$base has that endpoint for whoever is set up for it, however the metadata were found") {
                val config = provider.clientConfig("my-client")

                val client = ProtocolClient(ServerMetadata { issuer(base) }, config, server().bench.clientContext)
                client.metadata.deviceAuthorizationEndpoint shouldBe "$base/oauth/authorize_device"
            }

            test("the deviations of $base do not apply to another server") {
                val config = provider.clientConfig("my-client")

                listOf(
                    ServerMetadata {
                        issuer("$base/")
                    },
                    ServerMetadata { issuer("https://mallory.example") },
                    ServerMetadata { },
                )
                    .forEach { ProtocolClient(it, config, server().bench.clientContext).metadata shouldBe it }
            }

            test("$base is taken at its word once its metadata name the endpoint") {
                val named = "$base/oauth/device_authorization"

                server("device_authorization_endpoint" to named).client(provider).metadata.deviceAuthorizationEndpoint shouldBe
                    named
            }

            test("$base hands out both tokens anew, the access token for two hours") {
                val server = server()
                server.post("$base/oauth/token") {
                    ScriptedResponse(
                        """{"access_token":"a2","token_type":"bearer",
                        "expires_in":7200,"refresh_token":"r2","scope":"read_user api",
                            "created_at":1607635748}""",
                    )
                }

                val token = server.client(provider).token(RefreshTokenGrant(Token("a1") { refreshToken = "r1" }))

                token.accessToken shouldBe "a2"
                token.refreshToken shouldBe "r2"
                token.expiresAt shouldBe server.bench.clock.now() + 2.hours
            }
        }
    })
