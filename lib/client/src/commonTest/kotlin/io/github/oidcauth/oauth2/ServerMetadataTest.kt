package io.github.oidcauth.oauth2

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class ServerMetadataTest :
    FunSpec({
        val addresses =
            mapOf<String, (ServerMetadata) -> String?>(
                "authorization_endpoint" to { it.authorizationEndpoint },
                "token_endpoint" to { it.tokenEndpoint },
                "device_authorization_endpoint" to { it.deviceAuthorizationEndpoint },
                "pushed_authorization_request_endpoint" to { it.pushedAuthorizationRequestEndpoint },
                "backchannel_authentication_endpoint" to { it.backchannelAuthenticationEndpoint },
                "introspection_endpoint" to { it.introspectionEndpoint },
                "revocation_endpoint" to { it.revocationEndpoint },
                "registration_endpoint" to { it.registrationEndpoint },
                "userinfo_endpoint" to { it.userinfoEndpoint },
                "end_session_endpoint" to { it.endSessionEndpoint },
                "jwks_uri" to { it.jwksUri },
            )

        addresses.forEach { (member, property) ->
            test("the $member is absent when it is no address") {
                listOf("null", "\"\"", "\" \"", "7", "{}", "[]", "true", "\"/path\"", "\"as.example/x\"", "\"//as.example/x\"")
                    .plus(
                        listOf(
                            "\"https://as.example/a b\"",
                            "\"ftp://as.example/x\"",
                            "\"https://\"",
                            "\"https://u@as.example/x\"",
                        ),
                    )
                    .forEach { value ->
                        withClue(value) { property(ServerMetadata.parse("""{"$member":$value}""")).shouldBeNull() }
                    }
                property(ServerMetadata.parse("""{"$member":"https://as.example/x"}""")) shouldBe "https://as.example/x"
            }
        }

        test("a list that is no array is absent") {
            listOf("null", "\"\"", "\"openid email\"", "{}", "7").forEach { value ->
                withClue(value) {
                    ServerMetadata.parse("""{"scopes_supported":$value}""").strings("scopes_supported").shouldBeNull()
                }
            }
            ServerMetadata.parse("""{"scopes_supported":["a",null,7,"b"]}""").strings("scopes_supported") shouldBe
                listOf("a", "b")
        }

        listOf("true" to true, "\"true\"" to true, "\"True\"" to true)
            .plus(listOf("false", "\"false\"", "null", "\"\"", "1", "\"yes\"", "[true]", "{}").map { it to false })
            .forEach { (value, expected) ->
                test("a member that requires protection with $value is $expected") {
                    fun metadata(member: String) = ServerMetadata.parse("""{"$member":$value}""")

                    metadata("authorization_response_iss_parameter_supported")
                        .authorizationResponseIssParameterSupported shouldBe expected
                    metadata("require_pushed_authorization_requests").requirePushedAuthorizationRequests shouldBe expected
                    metadata("tls_client_certificate_bound_access_tokens").tlsClientCertificateBoundAccessTokens shouldBe expected
                    metadata("require_signed_request_object").flag("require_signed_request_object") shouldBe expected
                }
            }
    })
