// Tests EntraRequestRules.
package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.openid.IssuingServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.seconds

/** Microsoft Entra: issuers of tenants, `message`, numbers in strings, one API for a token. */
class EntraTest :
    FunSpec({
        val id = "8eaef023-2b34-4da1-9baa-8bc8c9d6a490"
        val other = "9188040d-6c67-4c5b-b112-36a304b66dad"
        val common = "https://login.microsoftonline.com/common"
        val tokenUrl = "$common/oauth2/v2.0/token"
        val deviceUrl = "$common/oauth2/v2.0/devicecode"

        fun publishing(
            place: String,
            issuer: String,
        ) = MisbehavingServer().apply { publish(place, "issuer" to issuer, "token_endpoint" to tokenUrl) }

        fun common(scope: TestScope? = null) =
            MisbehavingServer(scope).apply {
                publish(
                    "$common/v2.0",
                    "issuer" to "https://login.microsoftonline.com/{tenantid}/v2.0",
                    "token_endpoint" to tokenUrl,
                    "device_authorization_endpoint" to deviceUrl,
                )
                post(tokenUrl) { ScriptedResponse.token() }
                post(deviceUrl) {
                    ScriptedResponse(
                        """{"user_code":"CHLN9RZA2","device_code":"dc","verification_uri":"https://microsoft.com/devicelogin",
                            "expires_in":900,"interval":5,
                            "message":"To sign in, open https://evil.example and enter CHLN9RZA2"}""",
                    )
                }
            }

        fun issuerOfTokens(
            client: OAuth2Client,
            tenant: String?,
        ): String? {
            val claims = JsonObject(tenant?.let { mapOf("tid" to JsonPrimitive(it)) }.orEmpty())
            return IssuerMatcher(client.config.issuerCheck).expectedTokenIssuer(client.metadata.issuer.orEmpty(), claims)
        }

        context("the issuer") {
            test("of common is a template, which each token fills in") {
                val client = common().client(Entra.tenant("common"))

                issuerOfTokens(client, id) shouldBe "https://login.microsoftonline.com/$id/v2.0"
                issuerOfTokens(client, "evil/$id").shouldBeNull()
                issuerOfTokens(client, null).shouldBeNull()
            }

            test("of a tenant that was named by its domain is that of its id, for every token") {
                val client =
                    publishing("https://login.microsoftonline.com/contoso.com/v2.0", "https://login.microsoftonline.com/$id/v2.0")
                        .client(Entra.tenant("contoso.com"))

                issuerOfTokens(client, id) shouldBe "https://login.microsoftonline.com/$id/v2.0"
                // A token of another tenant does not become this one's by saying so.
                issuerOfTokens(client, other) shouldBe "https://login.microsoftonline.com/$id/v2.0"
            }

            test("of a tenant that was named by its id is exactly that") {
                val place = "https://login.microsoftonline.com/$id/v2.0"
                publishing(place, place).client(Entra.tenant(id)).metadata.issuer shouldBe place

                shouldThrow<InvalidResponseException> {
                    publishing(place, "https://login.microsoftonline.com/$other/v2.0").client(Entra.tenant(id))
                }
            }

            test("of the v1.0 endpoints has another host") {
                val client =
                    publishing("https://login.microsoftonline.com/contoso.com", "https://sts.windows.net/$id/")
                        .client(Entra.tenantV1("contoso.com"))

                issuerOfTokens(client, id) shouldBe "https://sts.windows.net/$id/"
            }

            test("of B2C has another path, with a slash at the end") {
                val client =
                    publishing(
                        "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_in/v2.0",
                        "https://contoso.b2clogin.com/$id/v2.0/",
                    ).client(Entra.b2c("contoso", "B2C_1_in"))

                issuerOfTokens(client, null) shouldBe "https://contoso.b2clogin.com/$id/v2.0/"
            }

            context("of a signed ID token") {
                val key = IssuingServer.RSA
                val keysUrl = "$common/discovery/v2.0/keys"

                /** Logs in at a server whose tokens for [tenants] name [issuer] and [tenant]. */
                suspend fun login(
                    issuer: String,
                    tenant: String?,
                    tenants: String = "common",
                    published: String = "https://login.microsoftonline.com/{tenantid}/v2.0",
                ): Token {
                    val server = MisbehavingServer()
                    server.publish(
                        "https://login.microsoftonline.com/$tenants/v2.0",
                        "issuer" to published,
                        "token_endpoint" to tokenUrl,
                        "jwks_uri" to keysUrl,
                    )
                    server.get(keysUrl) { ScriptedResponse(JwkSet(listOf(key.toPublic())).toJson().toString()) }
                    val now = server.bench.clock.now().epochSeconds
                    val claims =
                        buildJsonObject {
                            put("iss", issuer)
                            put("sub", "alice")
                            put("aud", "my-client")
                            put("iat", now)
                            put("exp", now + 300)
                            tenant?.let { put("tid", it) }
                        }
                    val idToken = NimbusJose.jose.signer.sign(claims, key, JwsAlgorithm.RS256)
                    server.post(tokenUrl) { ScriptedResponse.token(""""id_token":"$idToken"""") }
                    return server.client(Entra.tenant(tenants)).token(ClientCredentialsGrant())
                }

                test("is that of the user's tenant, at common") {
                    login("https://login.microsoftonline.com/$id/v2.0", id).idTokenClaims?.get("tid") shouldBe JsonPrimitive(id)
                }

                listOf(
                    "https://login.microsoftonline.com/$other/v2.0" to id,
                    "https://login.microsoftonline.com/{tenantid}/v2.0" to "{tenantid}",
                    "https://login.microsoftonline.com/{tenantid}/v2.0" to null,
                    "https://login.microsoftonline.com/$id/v2.0" to null,
                    "https://evil.example/$id/v2.0" to id,
                ).forEach { (issuer, tenant) ->
                    test("is not $issuer with the tid $tenant") {
                        shouldThrow<InvalidResponseException> { login(issuer, tenant) }.message shouldContain "iss"
                    }
                }

                test("is that of the one tenant which was asked for, and no other's") {
                    val own = "https://login.microsoftonline.com/$id/v2.0"

                    login(own, id, "contoso.com", own).idToken.shouldNotBeNull()
                    shouldThrow<InvalidResponseException> {
                        login("https://login.microsoftonline.com/$other/v2.0", other, "contoso.com", own)
                    }.message shouldContain "iss"
                }
            }

            listOf(
                "https://evil.example/$id/v2.0",
                "https://login.microsoftonline.com/$id/v2.0/",
                "https://login.microsoftonline.com/$id/$id/v2.0",
                "https://login.microsoftonline.com//v2.0",
                "https://login.microsoftonline.com/$id",
                "https://login.microsoftonline.com/{tenantid2}/v2.0",
                "https://login.microsoftonline.com/contoso.com/v2.0",
            ).forEach { issuer ->
                test("is not $issuer") {
                    val server = publishing("https://login.microsoftonline.com/contoso.com/v2.0", issuer)

                    shouldThrow<InvalidResponseException> { server.client(Entra.tenant("contoso.com")) }
                }
            }
        }

        test("without verification_uri_complete, the page and the code are shown, and the message is not") {
            val code = common().client(Entra.tenant("common")).deviceAuthorization()

            code.uri shouldBe "https://microsoft.com/devicelogin"
            code.userCode shouldBe "CHLN9RZA2"
            code.verificationUriComplete.shouldBeNull()
            code.toString() shouldNotContain "evil.example"
        }

        test("a user who declines has said no, in Entra's words") {
            runTest {
                val server = common(this)
                server.post(tokenUrl) { ScriptedResponse.error("authorization_declined") }
                val client = server.client(Entra.tenant("common"))

                shouldThrow<AuthorizationDeniedException> {
                    client.pollingJob(client.deviceAuthorization()).await()
                }.error shouldBe
                    "authorization_declined"
            }
        }

        test("a device code that Entra does not know is an invalid grant") {
            val server = common()
            server.post(tokenUrl) { ScriptedResponse.error("bad_verification_code") }

            shouldThrow<InvalidGrantException> { server.client(Entra.tenant("common")).token(RefreshTokenGrant("rt")) }
        }

        test("the v1.0 endpoints write numbers as strings and the page as verification_url") {
            val v1 = "https://login.microsoftonline.com/common/oauth2"
            val server = MisbehavingServer()
            server.publish(
                common,
                "issuer" to "https://sts.windows.net/{tenantid}/",
                "token_endpoint" to "$v1/token",
                "device_authorization_endpoint" to "$v1/devicecode",
            )
            server.post("$v1/devicecode") {
                ScriptedResponse(
                    """{"user_code":"C","device_code":"dc","verification_url":"https://microsoft.com/devicelogin",
                        "expires_in":"900","interval":"7","message":"m"}""",
                )
            }
            server.post("$v1/token") {
                ScriptedResponse(
                    """{"token_type":"Bearer","expires_in":"3599","expires_on":"1700000000","resource":"https://a.example",
                        "access_token":"at","refresh_token":"rt"}""",
                )
            }
            val client = server.client(Entra.tenantV1("common"))

            val code = client.deviceAuthorization(RequestOptions { resource("https://a.example") })
            val token = client.token(ClientCredentialsGrant { resource("https://a.example") })

            code.expiresInSeconds shouldBe 900
            code.intervalSeconds shouldBe 7
            token.expiresAt shouldBe server.bench.clock.now() + 3599.seconds
            server.requests("$v1/token").single()["resource"] shouldBe "https://a.example"
        }

        context("a token is for one API:") {
            listOf(
                "https://graph.microsoft.com/User.Read https://vault.azure.net/.default",
                "User.Read https://vault.azure.net/user_impersonation",
                "api://one/read api://two/read",
                "api://one/read https://one/read",
                "9ada6f8a-6d83-41bc-b169-a306c21527a5/.default User.Read",
                "openid User.Read offline_access api://one/read",
            ).forEach { scope ->
                test("$scope is not sent") {
                    val server = common()
                    val client = server.client(Entra.tenant("common"))

                    shouldThrow<InvalidConfigException> { client.token(ClientCredentialsGrant { scope(scope) }) }
                        .message shouldContain "several APIs"
                    shouldThrow<InvalidConfigException> {
                        client.token(RefreshTokenGrant(Token("old") { refreshToken = "rt" }, RequestOptions { scope(scope) }))
                    }
                    server.requests(tokenUrl).shouldBeEmpty()
                }
            }

            listOf(
                "https://graph.microsoft.com/.default",
                "User.Read Mail.Read openid profile email offline_access",
                "https://graph.microsoft.com/User.Read Mail.Read",
                "https://graph.microsoft.us/User.Read Mail.Read",
                "https://Vault.azure.net/a https://vault.azure.net/b openid",
                "api://one/read api://one/write",
                "https://analysis.windows.net/powerbi/api/Report.Read.All " +
                    "https://analysis.windows.net/powerbi/api/Dataset.Read.All",
            ).forEach { scope ->
                test("$scope is sent") {
                    val server = common()

                    server.client(Entra.tenant("common")).token(ClientCredentialsGrant { scope(scope) })

                    server.requests(tokenUrl).single()["scope"] shouldBe scope
                }
            }

            test("an authorization request may name several, so that the user consents once") {
                val options = RequestOptions { scope("User.Read api://one/read") }

                common().client(Entra.tenant("common")).deviceAuthorization(options).userCode shouldBe "CHLN9RZA2"
            }

            test("two resources at the v1.0 endpoints are not sent, neither for a token nor for a device login") {
                val server = publishing(common, "https://sts.windows.net/{tenantid}/")
                val client = server.client(Entra.tenantV1("common"))
                val two = RequestOptions { resource("https://a.example").resource("https://b.example") }

                shouldThrow<InvalidConfigException> { client.token(ClientCredentialsGrant(two)) }.message shouldContain
                    "resources"
                shouldThrow<AuthException> { client.deviceAuthorization(two) }
                server.requests(tokenUrl).shouldBeEmpty()
            }
        }
    })
