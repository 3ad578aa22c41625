// Tests EndpointCaller.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.RegisteredClient
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.http.encodeURLParameter
import io.ktor.util.escapeHTML
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonPrimitive
import kotlin.io.encoding.Base64

/**
 * A server that complains of each parameter and credential of a request by repeating it, at every endpoint. Nothing of what
 * is secret comes back in an exception. Parameters that are not secret are listed here: a new parameter counts as a secret
 * until it is listed.
 */
@OptIn(DelicateOidcAuthApi::class)
class EchoingServerTest :
    FunSpec({
        suspend fun check(
            name: String,
            expected: Set<String>,
            configure: ClientConfig.Builder.() -> Unit,
            call: suspend (ClientBench, OAuth2Client) -> Unit,
        ) = SPELLINGS.forEach { (spelling, spell) ->
            ECHOES.forEach { (form, echo) ->
                val secrets = mutableMapOf<String, String>()
                val bench = ClientBench { request -> echo(request.secrets().also { secrets += it }.values.map(spell)) }
                val e = shouldThrow<AuthException> { call(bench, bench.client(configure = configure)) }
                withClue("$name, $spelling, $form") {
                    secrets.keys.toList().let { names -> expected.forEach { names shouldContain it } }
                    val said = generateSequence<Throwable>(e) {
                        it.cause
                    }.joinToString("\n") { "$it ${it.message} ${(it as? AuthException)?.detail}" }
                    said shouldContain "██"
                    secrets.forEach { (name, secret) ->
                        withClue(name) {
                            said shouldNotContain spell(secret)
                            said shouldNotContain secret
                        }
                    }
                }
            }
        }

        fun echoed(
            name: String,
            vararg expected: String,
            configure: ClientConfig.Builder.() -> Unit = {},
            call: suspend (ClientBench, OAuth2Client) -> Unit,
        ) = test(name) { check(name, expected.toSet(), configure, call) }

        suspend fun OAuth2Client.refused(grant: Grant) {
            when (val response = protocol.tokens.poll(grant)) {
                is PollResult.Refused -> throw response.cause
                is PollResult.Retryable -> throw response.cause
                else -> error("The poll was not refused.")
            }
        }

        val refresh = RefreshTokenGrant("rt/s3cret+0001")
        run {
            mapOf(
                "client_secret_basic" to (ClientSecretBasic("basic s3cret&<0001>") to setOf("authorization", "secret", "pair")),
                "client_secret_basic without encoding" to
                    (ClientSecretBasic("basic s3cret:0001", formEncoded = false) to setOf("authorization", "secret", "pair")),
                "client_secret_post" to (ClientSecretPost("post \"s3cret\" 0001") to setOf("client_secret")),
                "client_secret_jwt" to (ClientSecretJwt("jwt-s3cret-0001-0123456789-0123456789") to setOf("client_assertion")),
                "private_key_jwt" to
                    (
                        PrivateKeyJwt(NimbusJose.jose.keys.generate(JwsAlgorithm.ES256), JwsAlgorithm.ES256) to
                            setOf("client_assertion")
                    ),
            ).forEach { (name, case) ->
                val (authentication, expected) = case
                echoed(name, *expected.toTypedArray(), "refresh_token", configure = {
                    this.authentication = authentication
                }) { _, client ->
                    client.token(refresh)
                }
            }

            echoed("a proof of possession", "dpop", configure = { dpop = DPoP.perToken() }) { _, client -> client.token(refresh) }
        }

        run {
            val custom = RequestOptions { parameter("api_password", "custom-s3cret-0001") }
            mapOf(
                "a password" to (PasswordGrant("alice-s3cret", "pass-s3cret-0001") to setOf("username", "password")),
                "a JWT" to (JwtBearerGrant("assertion-s3cret-0001") to setOf("assertion")),
                "a SAML assertion" to (Saml2BearerGrant("<saml>s3cret</saml>") to setOf("assertion")),
                "tokens that are exchanged" to
                    (
                        TokenExchangeGrant(
                            TypedToken.accessToken(Token("subject-s3cret-0001")),
                            TypedToken.accessToken(Token("actor-s3cret-0001")),
                        ) to setOf("subject_token", "actor_token")
                    ),
                "a parameter of the server's own" to (ClientCredentialsGrant(custom) to setOf("api_password")),
            ).forEach { (name, case) -> echoed(name, *case.second.toTypedArray()) { _, client -> client.token(case.first) } }

            echoed("a device code", "device_code", "code_verifier") { _, client ->
                client.refused(DeviceCodeGrant("device-s3cret-0001", "verifier-s3cret-0001", RequestOptions.NONE))
            }
            echoed("a login on another device", "auth_req_id") { _, client -> client.refused(CibaGrant("ciba-s3cret-0001")) }
            echoed("an authorization code", "code", "code_verifier") { _, client ->
                val request = client.authorizationRequest("https://app.example/cb") { scope("read") }
                val response = client.validate(request, "https://app.example/cb?code=code-s3cret-0001&state=${request.state}")
                client.token(AuthorizationCodeGrant(response))
            }
        }

        run {
            echoed("a device login", "secret", configure = {
                clientSecret = "basic-s3cret-0001"
            }) { _, client -> client.deviceAuthorization() }
            mapOf(
                "login_hint_token" to BackchannelAuthenticationRequest.loginHintToken("hint-s3cret-0001"),
                "id_token_hint" to BackchannelAuthenticationRequest.idTokenHint("hint-s3cret-0001"),
            ).forEach { (name, builder) ->
                echoed("a backchannel login by $name", name, "client_notification_token", "user_code") { _, client ->
                    client.backchannelAuthentication(
                        builder.clientNotificationToken("notification-s3cret-0001").userCode("user-s3cret").build(),
                    )
                }
            }
            echoed("a pushed request", "state", "nonce", "code_challenge") { _, client ->
                client.push(client.authorizationRequest("https://app.example/cb") { scope("openid") })
            }
            echoed("revocation", "token") { _, client -> client.revoke("revoked-s3cret-0001") }
            echoed("introspection", "token") { _, client -> client.introspect("looked-at-s3cret-0001") }
            echoed("userinfo", "authorization") { _, client ->
                client.userInfo(Token("at-s3cret-0001"), ExpectedSubject.unchecked())
            }
            echoed("an API", "authorization", "x-api-key") { _, client ->
                client
                    .request(
                        Token("at-s3cret-0001"),
                        ProtectedRequest("https://api.example/") {
                            header("X-Api-Key", "key-s3cret-0001")
                        },
                    )
                    .orThrow()
            }
            echoed("an API, with a proof", "authorization", "dpop") { _, client ->
                val token =
                    Token("at-s3cret-0001") {
                        tokenType = "DPoP"
                        dpopKey = DPoPKey.generate()
                    }
                client.request(token, ProtectedRequest("https://api.example/")).orThrow()
            }
        }

        run {
            val json =
                """{"client_id":"c1","client_secret":"client-s3cret-0001","registration_access_token":"rat-s3cret-0001",
                   "registration_client_uri":"https://as.example/register/c1"}"""
            val registered = RegisteredClient.deserialize(json)
            val tool = ClientMetadata { softwareStatement("statement-s3cret-0001") }

            fun ClientBench.registrar() = ClientRegistrar(ClientBench.METADATA, clientContext, allowInsecureHttp = false)

            echoed("a new client", "authorization", "software_statement") { bench, _ ->
                bench.registrar().register(tool, "initial-s3cret-0001")
            }
            echoed("reading", "authorization") { bench, _ -> bench.registrar().read(registered) }
            echoed("changing", "authorization", "client_secret", "software_statement") { bench, _ ->
                bench.registrar().update(registered, tool)
            }
            echoed("ending", "authorization") { bench, _ -> bench.registrar().delete(registered) }
        }

        test("the tables above have enough in them") {
            SPELLINGS.size shouldBeGreaterThan 7
            ECHOES.keys.shouldNotBeEmpty()
        }
    })

/** Encodings in which a server may repeat what it was sent. */
private val SPELLINGS =
    mapOf<String, (String) -> String>(
        "as it is" to { it },
        "percent-encoded" to { it.encodeURLParameter() },
        "percent-encoded in lower case" to
            { it.encodeToByteArray().joinToString("") { o -> "%" + o.toUByte().toString(16).padStart(2, '0') } },
        "in base64" to { Base64.encode(it.encodeToByteArray()) },
        "in base64url" to { Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT).encode(it.encodeToByteArray()) },
        "in base64 behind a name" to { Base64.encode("my-client:$it".encodeToByteArray()) },
        "escaped for JSON" to { JsonPrimitive(it).toString().removeSurrounding("\"").replace("/", "\\/") },
        "escaped for JSON by numbers" to { it.map { c -> "\\u" + c.code.toString(16).padStart(4, '0') }.joinToString("") },
        "escaped for HTML" to { it.escapeHTML() },
        "in capitals" to { it.uppercase() },
    ).mapValues { (name, spell) -> if (name == "in capitals") spell.keepingJwts() else spell }

/** A JWT in capitals is none. */
private fun ((String) -> String).keepingJwts(): (String) -> String = { if (it.startsWith("eyJ")) it else this(it) }

private fun json(vararg members: Pair<String, String>) = JsonObject(
    members.associate {
        it.first to JsonPrimitive(it.second)
    },
).toString()

/** Places in a response at which a server may repeat it. */
private val ECHOES =
    mapOf<String, (List<String>) -> ScriptedResponse>(
        "in a description" to
            { ScriptedResponse(json("error" to "invalid_request", "error_description" to "Odd: ${it.joinToString()}"), 400) },
        "in each description alone" to
            { ScriptedResponse("[" + it.joinToString(",") { v -> json("message" to "Odd $v") } + "]", 400) },
        "in a code" to { ScriptedResponse(json("error" to "odd:" + it.joinToString("/")), 400) },
        "in an address" to
            {
                ScriptedResponse(
                    json("error" to "invalid_request", "error_uri" to "https://a.example/${it.joinToString("/")}"),
                    400,
                )
            },
        "in a member of its own" to { ScriptedResponse(json("error" to "invalid_request", "echo" to it.joinToString()), 400) },
        "in text within JSON" to
            {
                ScriptedResponse(
                    json("detail" to "Upstream: " + json("error" to "invalid_request", "error_description" to it.joinToString())),
                    400,
                )
            },
        "in plain text" to { ScriptedResponse("Odd: ${it.joinToString()}", 400, mediaType = "text/plain") },
        "in a web page" to { ScriptedResponse("<html><p>${it.joinToString()}</p></html>", 502, mediaType = "text/html") },
        "in a form" to
            {
                ScriptedResponse(
                    "error=invalid_request&error_description=${it.joinToString().encodeURLParameter()}",
                    400,
                    mediaType = "application/x-www-form-urlencoded",
                )
            },
        "in a challenge" to {
            val quoted = it.joinToString().replace("\\", "\\\\").replace("\"", "\\\"")
            ScriptedResponse(
                "",
                401,
                listOf("WWW-Authenticate" to "Bearer error=\"invalid_request\", error_description=\"$quoted\""),
            )
        },
    )

private val PUBLIC =
    setOf(
        "grant_type",
        "client_id",
        "client_assertion_type",
        "token_type_hint",
        "subject_token_type",
        "actor_token_type",
        "scope",
        "response_type",
        "redirect_uri",
        "code_challenge_method",
        "prompt",
    )

/** Everything in a request that is not known to be no secret. */
private fun ReceivedRequest.secrets(): Map<String, String> =
    buildMap {
        form.filterKeys { it !in PUBLIC }.forEach { (name, values) -> put(name, values.single()) }
        header("dpop")?.let { put("dpop", it) }
        header("x-api-key")?.let { put("x-api-key", it) }
        header("authorization")?.substringAfter(' ')?.let {
            put("authorization", it)
            if (header("authorization").orEmpty().startsWith("Basic")) {
                val pair = Base64.decode(it).decodeToString()
                put("secret", pair.substringAfter(':'))
                put("pair", pair)
            }
        }
        if (header("content-type") == "application/json") {
            (Json.parseToJsonElement(body) as JsonObject).filterKeys { it !in PUBLIC }.forEach { (name, value) ->
                put(name, value.jsonPrimitive.content)
            }
        }
    }
