package io.github.oidcauth.openid

import io.github.oidcauth.internal.crypto.TokenHash
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.TimeSource

/** A server in a test that signs with real keys: `k1`, ES256, until told otherwise. */
internal class IssuingServer(
    timeSource: TimeSource = TimeSource.Monotonic,
    dispatcher: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(1),
    /** The responses of the endpoints other than its key set. */
    respond: suspend IssuingServer.(ReceivedRequest) -> ScriptedResponse = { ScriptedResponse("", 404) },
) {
    var signingKey: Jwk = KEYS.generate(JwsAlgorithm.ES256, "k1")

    /** The content of its key set. */
    var published: List<Jwk> = listOf(signingKey.toPublic())

    val bench = ClientBench(dispatcher, timeSource = timeSource) { if (it.url == JWKS) keySet() else respond(it) }
    val keyRequests: Int get() = bench.requests.count { it.url == JWKS }

    /** The text of its key set when it is not [published]. */
    var keySetText: String? = null

    private fun keySet(): ScriptedResponse =
        ScriptedResponse(keySetText ?: JsonObject(mapOf("keys" to JsonArray(published.map { it.toJson() }))).toString())

    /** The claims of a token that is right, with members replaced by JSON text, or removed by null. */
    fun claims(vararg changes: Pair<String, String?>): JsonObject {
        val now = bench.clock.now().epochSeconds
        val right =
            mapOf(
                "iss" to "\"${ClientBench.ISSUER}\"",
                "sub" to "\"alice\"",
                "aud" to "\"my-client\"",
                "exp" to "${now + 300}",
                "iat" to "$now",
            )
        return JsonObject(
            (right + changes).mapNotNull { (name, value) ->
                value?.let { name to checkNotNull(parseJson(it)) }
            }.toMap(),
        )
    }

    fun sign(
        claims: JsonObject = claims(),
        key: Jwk = signingKey,
        algorithm: JwsAlgorithm = JwsAlgorithm.ES256,
        type: String? = null,
    ): String = NimbusJose.jose.signer.sign(claims, key, algorithm, type)

    /** A token response with the ID token [idToken], for the access token `at`. */
    fun tokenResponse(
        idToken: String?,
    ): ScriptedResponse = ScriptedResponse.token(idToken?.let { """"id_token":"$it"""" }.orEmpty())

    companion object {
        const val JWKS = "${ClientBench.ISSUER}/jwks"
        private val KEYS = NimbusJose.jose.keys

        val METADATA: ServerMetadata =
            ClientBench.METADATA.newBuilder().member(
                "id_token_signing_alg_values_supported",
                listOf("ES256", "RS256", "HS256"),
            ).build()

        /** One for all tests: finding one takes a moment. */
        val RSA: Jwk by lazy { KEYS.generate(JwsAlgorithm.RS256, "rsa") }

        fun hashOf(
            value: String,
            algorithm: JwsAlgorithm = JwsAlgorithm.ES256,
        ): String = TokenHash.of(value, algorithm, NimbusJose.jose.digest)

        /** [key] for encryption: without the members that reserve it for signatures. */
        fun forEncryption(key: Jwk): Jwk = Jwk.fromJson(JsonObject(key.toJson() - setOf("use", "alg", "key_ops")))

        fun text(value: String): String = JsonPrimitive(value).toString()
    }
}
