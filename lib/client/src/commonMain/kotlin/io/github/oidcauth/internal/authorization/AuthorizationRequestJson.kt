package io.github.oidcauth.internal.authorization

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.callback.RedirectTarget
import io.github.oidcauth.internal.callback.StateRule
import io.github.oidcauth.internal.crypto.Pkce
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.parseUniqueJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.tokens.savedExtra
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.RequestObjectSettings
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlin.time.Instant

/** The JSON format of authorization requests. Pure. */
internal object AuthorizationRequestJson {
    private const val VERSION = 1
    const val MAX_LENGTH: Int = 1_048_576

    /** The parameters that occur exactly once. */
    private val REQUIRED = listOf("response_type", "client_id", "redirect_uri", "state")

    /** The parameters that occur at most once. */
    private val SINGLE =
        listOf("nonce", "response_mode", "scope", "max_age", "acr_values", "code_challenge", "code_challenge_method", "dpop_jkt")

    fun encode(request: AuthorizationRequest): String =
        buildJsonObject {
            put("version", VERSION)
            request.issuer?.let { put("issuer", it) }
            put("authorization_endpoint", request.authorizationEndpoint)
            putJsonArray("parameters") {
                request.parameters.forEach { (name, value) ->
                    addJsonArray {
                        add(name)
                        add(value)
                    }
                }
            }
            request.codeVerifier?.let { put("code_verifier", it) }
            request.dpopKey?.let { put("dpop_jwk", it.toJson()) }
            if (request.isAcrRequired) put("acr_required", true)
            when (val delivery = request.delivery) {
                is RequestDelivery.InUrl -> {}

                is RequestDelivery.ByValue -> {
                    put("request", delivery.requestObject)
                    putRepeated(delivery.repeated)
                }

                is RequestDelivery.ByReference -> {
                    put("request_uri", delivery.requestUri)
                    putRepeated(delivery.repeated)
                    delivery.expiresAt?.let { put("expires_at", it.epochSeconds) }
                    if (delivery.extra.isNotEmpty()) put("extra", delivery.extra)
                }
            }
        }.toString()

    /**
     * Decodes the [text] that [encode] returned.
     *
     * @throws InvalidResponseException when it is not such a text.
     */
    fun decode(text: String): AuthorizationRequest {
        val json =
            (if (text.length > MAX_LENGTH) null else parseUniqueJson(text) as? JsonObject)
                ?: throw unusable("it is not a JSON object")
        if ((json["version"] as? JsonPrimitive)?.content != "$VERSION") throw unusable("its version is not $VERSION")
        val request =
            AuthorizationRequest(
                issuer = json.optionalString("issuer"),
                authorizationEndpoint = endpoint(json),
                parameters = parameters(json),
                codeVerifier = json.optionalString("code_verifier"),
                dpopKey = dpopKey(json),
                isAcrRequired = (json["acr_required"] as? JsonPrimitive)?.content == "true",
                delivery = delivery(json),
            )
        fault(request)?.let { throw unusable(it) }
        return request
    }

    private fun endpoint(json: JsonObject): String {
        val url = json.string("authorization_endpoint")
        // http was allowed or refused when the request was created.
        return url?.takeIf { WebAddress.parse(it) != null && '#' !in it }
            ?: throw unusable("its authorization endpoint is not a URL")
    }

    private fun parameters(json: JsonObject): List<Pair<String, String>> =
        (json["parameters"] as? JsonArray).orEmpty().map { pair ->
            val texts = (pair as? JsonArray)?.map { (it as? JsonPrimitive)?.takeIf { text -> text.isString }?.content }
            val name = texts?.takeIf { it.size == 2 }?.get(0) ?: throw unusable("its parameters are not pairs of strings")
            name to (texts[1] ?: throw unusable("its parameters are not pairs of strings"))
        }

    private fun dpopKey(json: JsonObject): DPoPKey? {
        val key = json["dpop_jwk"]?.takeUnless { it is JsonNull } ?: return null
        return try {
            DPoPKey.fromJson(key as? JsonObject ?: throw unusable("its dpop_jwk is not an object"))
        } catch (e: InvalidConfigException) {
            throw unusable("its dpop_jwk is not a key that can be used", e)
        }
    }

    private fun delivery(json: JsonObject): RequestDelivery {
        val requestObject = json.optionalString("request")
        val requestUri = json.optionalString("request_uri")
        return when {
            requestObject != null && requestUri != null -> throw unusable("it has both a request and a request_uri")
            requestObject != null -> RequestDelivery.ByValue(requestObject, repeated(json))
            requestUri != null -> RequestDelivery.ByReference(requestUri, expiry(json), repeated(json), json.savedExtra())
            else -> RequestDelivery.InUrl
        }
    }

    private fun JsonObjectBuilder.putRepeated(names: Set<String>) {
        if (names != RequestObjectSettings.DEFAULT_REPEATED) putJsonArray("repeated") { names.forEach { add(it) } }
    }

    private fun repeated(json: JsonObject): Set<String> {
        val value = json["repeated"] ?: return RequestObjectSettings.DEFAULT_REPEATED
        val names = (value as? JsonArray)?.map { (it as? JsonPrimitive)?.takeIf { name -> name.isString }?.content }
        return names?.filterNotNull()?.toSet()?.takeIf { null !in names }
            ?: throw unusable("its repeated parameters are not strings")
    }

    private fun expiry(json: JsonObject): Instant? {
        val value = json["expires_at"] ?: return null
        return NumericDate.of(value) ?: throw unusable("its expires_at is not a time")
    }

    private fun fault(request: AuthorizationRequest): String? {
        val counts = request.parameters.groupingBy { it.first }.eachCount()
        REQUIRED.firstOrNull { counts[it] != 1 }?.let { return "it does not have exactly one $it" }
        SINGLE.firstOrNull { (counts[it] ?: 0) > 1 }?.let { return "it has more than one $it" }
        return when {
            request.parameter("response_type") != "code" -> "its response_type is not code"
            request.clientId.isEmpty() -> "its client_id is empty"
            request.state.length < StateRule.MIN_LENGTH -> "its state is too short"
            RedirectTarget.fault(request.redirectUri, allowInsecureHttp = true) != null -> "its redirect_uri is not valid"
            request.responseMode == null && "response_mode" in counts -> "its response_mode is not known"
            request.parameter("max_age").let { it != null && it.toLongOrNull() == null } -> "its max_age is not a number"
            request.codeVerifier?.let { Pkce.isVerifier(it) } == false -> "its code_verifier is not valid"
            (request.codeVerifier == null) != ("code_challenge" !in counts) -> "its challenge and its verifier do not go together"
            (request.dpopKey == null) != ("dpop_jkt" !in counts) -> "its dpop_jkt and its key do not go together"
            else -> null
        }
    }

    /** Returns the string [name], or null when it is absent. */
    private fun JsonObject.optionalString(name: String): String? {
        if (this[name].let { it == null || it is JsonNull }) return null
        return string(name) ?: throw unusable("its $name is not a string")
    }

    private fun unusable(
        why: String,
        cause: Throwable? = null,
    ) = InvalidResponseException("This is not an authorization request that this library has written: $why.", cause = cause)
}
