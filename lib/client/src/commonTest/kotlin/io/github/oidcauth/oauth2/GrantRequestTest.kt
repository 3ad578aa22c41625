// Tests EndpointCaller, OAuth2Client, ServerAccess, TokenEndpoint and TokenRequests.
package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.minutes

@OptIn(DelicateOidcAuthApi::class)
class GrantRequestTest :
    FunSpec({
        suspend fun formOf(grant: Grant): Map<String, String> {
            val bench = ClientBench { ScriptedResponse.token() }
            bench.client().token(grant)
            val request = bench.requests.single()
            request.method shouldBe "POST"
            request.url shouldBe "https://as.example/token"
            return request.form.mapValues { it.value.joinToString("|") } - "client_id"
        }

        val user = Token("person's") {
            refreshToken = "rt"
            idToken = "it"
        }
        val grants =
            mapOf(
                ClientCredentialsGrant() to mapOf("grant_type" to "client_credentials"),
                RefreshTokenGrant("rt") to mapOf("grant_type" to "refresh_token", "refresh_token" to "rt"),
                RefreshTokenGrant(user) to mapOf("grant_type" to "refresh_token", "refresh_token" to "rt"),
                DeviceCodeGrant("dc") to
                    mapOf("grant_type" to "urn:ietf:params:oauth:grant-type:device_code", "device_code" to "dc"),
                JwtBearerGrant("a.b.c") to
                    mapOf("grant_type" to "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion" to "a.b.c"),
                Saml2BearerGrant("<a>?</a>") to
                    mapOf("grant_type" to "urn:ietf:params:oauth:grant-type:saml2-bearer", "assertion" to "PGE-PzwvYT4"),
                PasswordGrant("alice", "s3cret") to
                    mapOf("grant_type" to "password", "username" to "alice", "password" to "s3cret"),
                CustomGrant("urn:example:grant", RequestOptions { parameter("pin", "1234") }) to
                    mapOf("grant_type" to "urn:example:grant", "pin" to "1234"),
                TokenExchangeGrant(user) to
                    mapOf(
                        "grant_type" to "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token" to "person's",
                        "subject_token_type" to "urn:ietf:params:oauth:token-type:access_token",
                    ),
                TokenExchangeGrant(
                    subject = TypedToken.idToken(user),
                    actor = TypedToken.of("a.b.c", "jwt"),
                    requestedTokenType = TokenType.of("urn:example:type"),
                ) to
                    mapOf(
                        "grant_type" to "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token" to "it",
                        "subject_token_type" to "urn:ietf:params:oauth:token-type:id_token",
                        "actor_token" to "a.b.c",
                        "actor_token_type" to "urn:ietf:params:oauth:token-type:jwt",
                        "requested_token_type" to "urn:example:type",
                    ),
            )

        grants.forEach { (grant, form) ->
            test("${grant.grantType} is sent as its specification says: ${form.keys}") {
                formOf(grant) shouldContainExactly form
            }
        }

        test("scope, resources, audiences, details and parameters of the server's own go along") {
            val details = buildJsonArray { add(buildJsonObject { put("type", "account") }) }
            val grant =
                ClientCredentialsGrant {
                    scope("read write", "read")
                    resource("https://a.example/")
                    resource("https://b.example/")
                    audience("a")
                    audience("b")
                    authorizationDetails(details)
                    parameter("tenant", "t1")
                    parameter("tenant", "t2")
                }

            formOf(grant) shouldContainExactly
                mapOf(
                    "grant_type" to "client_credentials",
                    "scope" to "read write",
                    "resource" to "https://a.example/|https://b.example/",
                    "audience" to "a|b",
                    "authorization_details" to """[{"type":"account"}]""",
                    "tenant" to "t1|t2",
                )
        }

        context("a scope given as text is the same as one said in a block") {
            val exchanged = TypedToken.idToken("it")
            mapOf(
                "client credentials" to
                    (ClientCredentialsGrant("read write") to ClientCredentialsGrant { scope("read", "write") }),
                "a refresh of a token" to (RefreshTokenGrant(user, "read") to RefreshTokenGrant(user) { scope("read") }),
                "a refresh" to (RefreshTokenGrant("rt", "read") to RefreshTokenGrant("rt") { scope("read") }),
                "a JWT" to (JwtBearerGrant("a.b.c", "read") to JwtBearerGrant("a.b.c") { scope("read") }),
                "a SAML assertion" to (Saml2BearerGrant("<a/>", "read") to Saml2BearerGrant("<a/>") { scope("read") }),
                "a password" to (PasswordGrant("alice", "pw", "read") to PasswordGrant("alice", "pw") { scope("read") }),
                "an exchange of a token" to (TokenExchangeGrant(user, "read") to TokenExchangeGrant(user) { scope("read") }),
                "an exchange of a token's text" to
                    (TokenExchangeGrant("at", "read") to TokenExchangeGrant("at") { scope("read") }),
                "an exchange" to (TokenExchangeGrant(exchanged, "read") to TokenExchangeGrant(exchanged) { scope("read") }),
            ).forEach { (what, grants) ->
                test(what) {
                    grants.first shouldBe grants.second
                    formOf(grants.first)["scope"].orEmpty().split(' ').first() shouldBe "read"
                }
            }
        }

        test("the text of a token is exchanged as its token is") {
            TokenExchangeGrant("person's") shouldBe TokenExchangeGrant(user)
            TypedToken.refreshToken("rt") shouldBe TypedToken.refreshToken(user)
            TypedToken.idToken("it") shouldBe TypedToken.idToken(user)
            TypedToken.accessToken("person's") shouldNotBe TypedToken.idToken("person's")
        }

        test("a code obtained elsewhere is redeemed with its redirect URI and verifier") {
            val verifier = "v".repeat(43)

            formOf(
                AuthorizationCodeGrant("c", "https://app.example/cb", verifier) {
                    parameter("tenant", "t")
                },
            ) shouldContainExactly
                mapOf(
                    "grant_type" to "authorization_code",
                    "code" to "c",
                    "redirect_uri" to "https://app.example/cb",
                    "code_verifier" to verifier,
                    "tenant" to "t",
                )
            formOf(AuthorizationCodeGrant("c", redirectUri = null)) shouldContainExactly
                mapOf("grant_type" to "authorization_code", "code" to "c")
        }

        test("a code verifier has 43 to 128 characters of its alphabet, and a code is printable: RFC 7636 §4.1, RFC 6749 A.11") {
            listOf("v".repeat(42), "v".repeat(129), "v".repeat(42) + "+", "").forEach {
                shouldThrow<IllegalArgumentException> { AuthorizationCodeGrant("c", "https://app.example/cb", it) }
            }
            listOf("", "c\n", "ä").forEach {
                shouldThrow<IllegalArgumentException> { AuthorizationCodeGrant(it, "https://app.example/cb") }
            }
            listOf("v".repeat(43), "v".repeat(128)).forEach {
                formOf(AuthorizationCodeGrant("c", "https://app.example/cb", it))["code_verifier"] shouldBe it
            }
        }

        context("options said in a block are the same as options given") {
            val given = RequestOptions { scope("read") }
            val exchanged = TypedToken.idToken(user)
            mapOf(
                "a refresh of a token" to (RefreshTokenGrant(user) { scope("read") } to RefreshTokenGrant(user, given)),
                "a refresh" to (RefreshTokenGrant("rt") { scope("read") } to RefreshTokenGrant("rt", given)),
                "a JWT" to (JwtBearerGrant("a.b.c") { scope("read") } to JwtBearerGrant("a.b.c", given)),
                "a SAML assertion" to (Saml2BearerGrant("<a/>") { scope("read") } to Saml2BearerGrant("<a/>", given)),
                "a password" to (PasswordGrant("alice", "pw") { scope("read") } to PasswordGrant("alice", "pw", given)),
                "a grant of one's own" to (CustomGrant("urn:x:y") { scope("read") } to CustomGrant("urn:x:y", given)),
                "an exchange of a token" to (TokenExchangeGrant(user) { scope("read") } to TokenExchangeGrant(user, given)),
                "an exchange" to (TokenExchangeGrant(exchanged) { scope("read") } to TokenExchangeGrant(exchanged, given)),
            ).forEach { (what, grants) ->
                test(what) {
                    val form = formOf(grants.first)
                    form["scope"] shouldBe "read"
                    form shouldContainExactly formOf(grants.second)
                }
            }
        }

        test("a token exchange with options alone is about the subject alone") {
            val form = formOf(TokenExchangeGrant(TypedToken.of("a.b.c", "jwt"), RequestOptions { audience("inventory") }))

            form.keys shouldBe setOf("grant_type", "subject_token", "subject_token_type", "audience")
            form["subject_token"] shouldBe "a.b.c"
            form["audience"] shouldBe "inventory"
        }

        test("a device login says its options in a block too") {
            val bench = ClientBench {
                ScriptedResponse(
                    """{"device_code":"dc","user_code":"uc","verification_uri":"https://as.example/d","expires_in":60}""",
                )
            }

            bench.client().deviceAuthorization { scope("openid", "read") }

            bench.requests.single()["scope"] shouldBe "openid read"
        }

        listOf(
            "grant_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "refresh_token",
            "code_verifier",
            "redirect_uri",
        ).forEach { name ->
            test("a caller cannot slip in a second $name") {
                val bench = ClientBench { ScriptedResponse.token() }

                shouldThrow<InvalidConfigException> {
                    bench.client().token(RefreshTokenGrant("rt", RequestOptions { parameter(name, "x") }))
                }
                    .message shouldContain name
                bench.requests shouldHaveSize 0
            }
        }

        test("scope has a setting, and is no custom parameter") {
            val bench = ClientBench { ScriptedResponse.token() }

            shouldThrow<InvalidConfigException> { bench.client().token(ClientCredentialsGrant { parameter("scope", "x") }) }
        }

        test("a refresh keeps what its response leaves out") {
            val bench = ClientBench { ScriptedResponse.token() }
            val previous = Token("old") {
                refreshToken = "rt"
                scope = "read"
                expiresAt = bench.clock.now()
            }

            val token = bench.client().token(RefreshTokenGrant(previous))

            token.accessToken shouldBe "at"
            token.refreshToken shouldBe "rt"
            token.scope shouldBe "read"
            token.expiresAt shouldBe bench.clock.now() + 10.minutes
        }

        test("an error of the server is an exception of its own, and what was sent is not in it") {
            val bench =
                ClientBench { ScriptedResponse.error("invalid_client", 401, """"error_description":"no rt-secret here"""") }

            val failure = shouldThrow<InvalidClientException> { bench.client().token(RefreshTokenGrant("rt-secret")) }

            failure.statusCode shouldBe 401
            failure.message shouldNotContain "rt-secret"
            failure.detail.orEmpty() shouldNotContain "rt-secret"
        }

        listOf("", "<html>", "[]", "{}", """{"access_token":""}""", """{"access_token":7}""").forEach { body ->
            test("a response that is '$body' is not a token") {
                shouldThrow<InvalidResponseException> {
                    ClientBench { ScriptedResponse(body) }.client().token(ClientCredentialsGrant())
                }
            }
        }

        test("a server without token endpoint is not asked") {
            val bench = ClientBench { ScriptedResponse.token() }

            shouldThrow<InvalidConfigException> {
                bench.client(ServerMetadata { issuer("https://as.example") }).token(ClientCredentialsGrant())
            }
                .message shouldContain "token_endpoint"
        }

        listOf(
            "http://as.example/token",
            "ftp://as.example/",
            "https://user@as.example/",
            "https://as.example/#x",
            "javascript:alert(1)",
        ).forEach { url ->
            test("a token endpoint at $url is not called") {
                val bench = ClientBench { ScriptedResponse.token() }

                shouldThrow<InvalidResponseException> {
                    bench.client(ServerMetadata { tokenEndpoint(url) }).token(ClientCredentialsGrant())
                }
                bench.requests shouldHaveSize 0
            }
        }

        test("no grant shows what it holds") {
            grants.keys.forEach { it.toString() shouldBe "Grant(${it.grantType})" }
        }

        test("a refresh for a part of the scope has that part, when the response does not say") {
            val bench = ClientBench { ScriptedResponse.token() }
            val token = Token("at-0") {
                refreshToken = "rt-0"
                scope = "read write"
            }

            bench.client().token(RefreshTokenGrant(token) { scope("read") }).scope shouldBe "read"
            bench.client().token(RefreshTokenGrant(token)).scope shouldBe "read write"
        }
    })
