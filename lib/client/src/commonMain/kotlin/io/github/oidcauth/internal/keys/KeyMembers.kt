// Tested by JwkTest.
package io.github.oidcauth.internal.keys

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The rules for the members of a key (RFC 7518 §6, RFC 8037 §2). */
internal object KeyMembers {
    /** The limit for RSA keys: 16384 bits. Longer keys are not in use, and computing with them would keep the client busy. */
    private const val MAX_OCTETS = 2_048

    private val OPTIONAL_TEXTS = listOf("kid", "alg", "use")
    private val RSA_PUBLIC = listOf("n", "e")
    private val RSA_FACTORS = listOf("p", "q", "dp", "dq", "qi")
    private val PRIVATE = setOf("d", "p", "q", "dp", "dq", "qi", "oth", "k")

    /** The members that define a key of each type. Other members, such as `crv` of an RSA key, are ignored. */
    private val NUMBERS =
        mapOf(
            KeyTypes.RSA to RSA_PUBLIC + RSA_FACTORS + "d",
            KeyTypes.EC to listOf("crv", "x", "y", "d"),
            KeyTypes.OKP to listOf("crv", "x", "d"),
            KeyTypes.OCT to listOf("k"),
        )
    private val EC_OCTETS = mapOf(KeyTypes.P256 to 32, KeyTypes.P384 to 48, KeyTypes.P521 to 66)
    private val OKP_OCTETS = mapOf(KeyTypes.ED25519 to 32, KeyTypes.X25519 to 32)

    /** The operation with the public key for each operation with the private key (RFC 7517 §4.3). */
    private val COUNTERPARTS = mapOf("sign" to "verify", "decrypt" to "encrypt", "unwrapKey" to "wrapKey")

    /** Returns [json] without empty members: null, empty text, an empty array. They count as absent. */
    fun knownMembers(json: JsonObject): JsonObject =
        if (json.values.none(::isEmpty)) json else JsonObject(json.filterValues { !isEmpty(it) })

    private fun isEmpty(value: JsonElement): Boolean =
        value is JsonNull || (value is JsonPrimitive && value.content.isEmpty()) || (value is JsonArray && value.isEmpty())

    /** Returns why [json], a result of [knownMembers], is not a key, without any of its values, or null if it is one. */
    fun fault(json: JsonObject): String? {
        OPTIONAL_TEXTS.find { it in json && json.string(it) == null }?.let { return "the member $it is not a string" }
        if (json["key_ops"].let { it != null && !isListOfTexts(it) }) return "the member key_ops is not an array of strings"
        return when (json.string("kty")) {
            null -> "the member kty is missing or not a string"
            KeyTypes.RSA -> rsaFault(json)
            KeyTypes.EC -> curveFault(json, EC_OCTETS, listOf("x", "y"))
            KeyTypes.OKP -> curveFault(json, OKP_OCTETS, listOf("x"))
            KeyTypes.OCT -> octetsFault(json, "k")
            else -> "the key type (kty) is none of RSA, EC, OKP and oct"
        }
    }

    /** Returns [json] without its secret members. */
    fun publicPart(json: JsonObject): JsonObject {
        val operations = json["key_ops"] as? JsonArray ?: return JsonObject(json - PRIVATE)
        val counterparts = operations.map { (it as JsonPrimitive).content }.map { COUNTERPARTS[it] ?: it }.distinct()
        return JsonObject(json - PRIVATE + ("key_ops" to JsonArray(counterparts.map(::JsonPrimitive))))
    }

    /** Returns [json] with only the members that define the key, private ones included: no key id, use or certificate. */
    fun thumbprintMembers(json: JsonObject): JsonObject {
        val numbers = NUMBERS[json.string("kty")].orEmpty()
        return JsonObject(json.filterKeys { it == "kty" || it in numbers })
    }

    /**
     * Returns the octets of a member, or null when [text] is not base64url without padding (RFC 7515 §2), is empty or is too
     * long.
     */
    fun decode(text: String): ByteArray? = Base64Url.decode(text)?.takeIf { it.size in 1..MAX_OCTETS }

    private fun rsaFault(json: JsonObject): String? {
        if ("oth" in json) return "RSA keys of more than two primes (oth) are not supported"
        val factors = if (RSA_FACTORS.any { it in json }) RSA_FACTORS + "d" else emptyList()
        val private = if ("d" in json) listOf("d") else emptyList()
        return (RSA_PUBLIC + private + factors).firstNotNullOfOrNull { octetsFault(json, it) }
    }

    private fun curveFault(
        json: JsonObject,
        curves: Map<String, Int>,
        public: List<String>,
    ): String? {
        val octets = curves[json.string("crv")] ?: return "the curve (crv) is none of ${curves.keys.joinToString()}"
        val members = if ("d" in json) public + "d" else public
        return members.firstNotNullOfOrNull { name ->
            octetsFault(json, name)
                ?: if (json.string(name)?.let(::decode)?.size != octets) "the member $name is not $octets octets long" else null
        }
    }

    private fun octetsFault(
        json: JsonObject,
        name: String,
    ): String? {
        val text = json.string(name) ?: return "the member $name is missing or not a string"
        return if (decode(text) == null) "the member $name is not base64url of 1 to $MAX_OCTETS octets" else null
    }

    private fun isListOfTexts(value: Any): Boolean = value is JsonArray && value.all { it is JsonPrimitive && it.isString }
}
