package io.github.oidcauth.providers

import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Okta: two kinds of issuers, opaque access tokens, metadata of RFC 8414 beside those of OpenID Connect. */
class OktaTest :
    FunSpec({
        listOf(
            Okta.org("acme.okta.com") to "https://acme.okta.com",
            Okta.customServer("acme.okta.com", "aus9s3ami4") to "https://acme.okta.com/oauth2/aus9s3ami4",
        ).forEach { (provider, issuer) ->
            test("$issuer has its own metadata, and those of the other are not taken for them") {
                val server = MisbehavingServer()
                server.publish(issuer, "issuer" to issuer, "token_endpoint" to "$issuer/v1/token")

                server.client(provider).metadata.tokenEndpoint shouldBe "$issuer/v1/token"
                server.bench.requests.size shouldBe 1
            }
        }

        test("a custom server without OpenID Connect is found by its RFC 8414 document") {
            val issuer = "https://acme.okta.com/oauth2/default"
            val server = MisbehavingServer()
            server.get("https://acme.okta.com/.well-known/oauth-authorization-server/oauth2/default") {
                ScriptedResponse("""{"issuer":"$issuer","token_endpoint":"$issuer/v1/token"}""")
            }

            server.client(Okta.customServer("acme.okta.com", Okta.DEFAULT_SERVER)).metadata.issuer shouldBe issuer
        }

        listOf("eyJraWQiOiJ4In0.eyJpc3MiOiJub2JvZHkifQ.c2ln", "not-a-jwt", "a.b").forEach { accessToken ->
            test("the access token $accessToken is handed on as it is, whatever is in it") {
                val server = MisbehavingServer()
                server.publish(
                    "https://acme.okta.com",
                    "issuer" to "https://acme.okta.com",
                    "token_endpoint" to "https://acme.okta.com/oauth2/v1/token",
                )
                server.post("https://acme.okta.com/oauth2/v1/token") {
                    ScriptedResponse("""{"access_token":"$accessToken","token_type":"Bearer"}""")
                }

                server.client(Okta.org("acme.okta.com")).token(ClientCredentialsGrant()).accessToken shouldBe accessToken
            }
        }
    })
