package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.json.parseJson
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.random.Random
import kotlin.time.Duration.Companion.seconds

class AuthorizationRequestJsonTest :
    FunSpec({
        val bench = ClientBench { ScriptedResponse("""{"request_uri":"urn:x:y","expires_in":60}""", 201) }
        val client = bench.client { signingKey = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256) }
        val request =
            client.authorizationRequest("http://127.0.0.1:8400/callback?a=1") {
                scope("openid")
                requiredAcrValues("gold")
                maxAge(60.seconds)
                responseMode(ResponseMode.FORM_POST_JWT)
                parameter("odd", "\"\\\u0000\uD83D\uDE00&=%")
                parameter("odd", "")
            }

        fun json(request: AuthorizationRequest) = parseJson(request.serialize()) as JsonObject

        fun refused(text: String): InvalidResponseException = shouldThrow { AuthorizationRequest.deserialize(text) }

        test("a request resumes as it was: in the URL, signed, pushed, by reference, without PKCE") {
            @OptIn(DelicateOidcAuthApi::class)
            val withoutPkce = client.authorizationRequest("com.example.app:/cb") { withoutPkce() }
            val nameless = bench.client(ServerMetadata { authorizationEndpoint("https://a.example/b") })
            listOf(
                request,
                client.sign(request),
                client.push(request),
                request.withRequestUri("https://client.example/r"),
                withoutPkce,
                nameless.authorizationRequest("https://app.example/cb"),
            ).forEach {
                val again = AuthorizationRequest.deserialize(it.serialize())
                again shouldBe it
                again.url shouldBe it.url
                again.expiresAt shouldBe it.expiresAt
                again.codeVerifier shouldBe it.codeVerifier
                again.idTokenExpectation("c").acrValues shouldBe it.idTokenExpectation("c").acrValues
            }
        }

        test("the text says its version, and another one is refused") {
            json(request)["version"] shouldBe JsonPrimitive(1)
            listOf(JsonPrimitive(2), JsonPrimitive("x"), JsonNull, JsonObject(emptyMap())).forEach {
                refused(JsonObject(json(request) + ("version" to it)).toString())
            }
            refused(JsonObject(json(request) - "version").toString())
        }

        test("text that is nothing of ours is refused") {
            listOf(
                "",
                " ",
                "null",
                "[]",
                "{}",
                "{",
                "\"x\"",
                "{\"version\":1}",
                request.serialize().dropLast(1),
                request.serialize() + "x",
            )
                .forEach { withClue(it.take(20)) { refused(it) } }
            refused(request.serialize().replaceFirst("{", "{\"version\":1,"))
            refused("[".repeat(100_000))
            refused(" ".repeat(1_048_577))
        }

        test("1 MiB of text is read, and no more") {
            val text = request.serialize()
            AuthorizationRequest.deserialize(text + " ".repeat(1_048_576 - text.length)) shouldBe request
            refused(text + " ".repeat(1_048_577 - text.length))
        }

        fun with(
            name: String,
            vararg values: String,
        ): String {
            val others = (json(request)["parameters"] as JsonArray).filter {
                ((it as JsonArray)[0] as JsonPrimitive).content !=
                    name
            }
            val pairs = values.map { JsonArray(listOf(JsonPrimitive(name), JsonPrimitive(it))) }
            return JsonObject(json(request) + ("parameters" to JsonArray(others + pairs))).toString()
        }

        test("parameters by which responses are validated are there as often as they have to be") {
            AuthorizationRequest.deserialize(with("scope", "openid")).scope shouldBe "openid"
            listOf("response_type", "client_id", "redirect_uri", "state").forEach { withClue(it) { refused(with(it)) } }
            listOf("client_id", "state", "nonce", "response_mode", "scope", "max_age", "acr_values", "code_challenge").forEach {
                val value = request.parameter(it) ?: "x"
                withClue(it) { refused(with(it, value, value)) }
            }
        }

        test("parameters that no request of ours has are refused") {
            listOf(
                "response_type" to "token",
                "client_id" to "",
                "state" to "short",
                "redirect_uri" to "javascript:x",
                "redirect_uri" to "https://app.example/#",
                "response_mode" to "fragment",
                "max_age" to "soon",
                "max_age" to "99999999999999999999",
            ).forEach { (name, value) -> withClue("$name $value") { refused(with(name, value)) } }
        }

        test("members of another kind are refused, and nothing of them is told") {
            val secret = "s3cret-value"
            val kinds: List<JsonElement> =
                listOf(JsonPrimitive(1), JsonPrimitive(true), JsonArray(listOf(JsonPrimitive(secret))), JsonObject(emptyMap()))
            listOf("issuer", "authorization_endpoint", "code_verifier", "request", "request_uri", "parameters").forEach { name ->
                kinds.forEach {
                    withClue("$name $it") {
                        refused(JsonObject(json(request) + (name to it)).toString()).message shouldNotContain secret
                    }
                }
            }
            listOf(
                "authorization_endpoint" to "javascript:x",
                "authorization_endpoint" to "https://a/#b",
                "code_verifier" to secret,
            )
                .forEach { (name, value) ->
                    refused(JsonObject(json(request) + (name to JsonPrimitive(value))).toString()).message shouldNotContain secret
                }
            refused(JsonObject(json(request) - "code_verifier").toString())
            refused(
                JsonObject(json(request) + ("request" to JsonPrimitive("a")) + ("request_uri" to JsonPrimitive("b"))).toString(),
            )
            listOf("\"1\"", "-1", "1e400", "253402300800", "{}").forEach {
                val pushed =
                    JsonObject(json(request) + ("request_uri" to JsonPrimitive("urn:x:y")) + ("expires_at" to parseJson(it)!!))
                withClue(it) { refused(pushed.toString()) }
            }
        }

        test("whatever is changed in the text, it is read or refused") {
            val random = Random(20_261_121)
            val texts = listOf(request.serialize(), client.sign(request).serialize(), client.push(request).serialize())
            val changed = List(3000) { mutated(texts.random(random), random) }
            val read =
                changed.count { text ->
                    try {
                        AuthorizationRequest.deserialize(text).url.isNotEmpty()
                    } catch (_: InvalidResponseException) {
                        false
                    }
                }
            read shouldBeInRange 1..<changed.size
        }
    })

/** [text] with a few characters lost, changed, doubled or put in. */
internal fun mutated(
    text: String,
    random: Random,
): String {
    var result = text
    repeat(random.nextInt(1, 5)) {
        if (result.isEmpty()) return result
        val at = random.nextInt(result.length)
        val odd = "\"\\{}[]:,&=%#?+/.\u0000\u00e4\uD800 0aZ-_".random(random)
        result =
            when (random.nextInt(5)) {
                0 -> result.removeRange(at, at + 1)
                1 -> result.replaceRange(at, at + 1, odd.toString())
                2 -> result.substring(0, at) + odd + result.substring(at)
                3 -> result.substring(0, at) + result.substring(maxOf(0, at - random.nextInt(30)), at) + result.substring(at)
                else -> result.removeRange(at, minOf(result.length, at + random.nextInt(30)))
            }
    }
    return result
}
