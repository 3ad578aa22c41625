package io.github.oidcauth.http

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.math.BigInteger
import java.security.AlgorithmParameters
import java.security.KeyFactory
import java.security.MessageDigest
import java.security.PublicKey
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.security.spec.ECParameterSpec
import java.security.spec.ECPoint
import java.security.spec.ECPublicKeySpec
import java.util.Base64

/** A DPoP proof with ES256, as a resource server checks it (RFC 9449 §4.3). */
class PresentedProof private constructor(
    private val header: JsonObject,
    private val claims: JsonObject,
    private val isSigned: Boolean,
) {
    val nonce: String? get() = claim("nonce")

    val id: String? get() = claim("jti")

    private fun claim(name: String): String? = (claims[name] as? JsonPrimitive)?.contentOrNull

    /** Returns the reasons for which the proof does not belong to a request of [method] to [htu] with [token]. */
    fun faults(
        method: String,
        htu: String,
        token: String,
        thumbprint: String,
    ): List<String> =
        listOfNotNull(
            "its signature is not by its key".takeUnless { isSigned },
            "its type is not dpop+jwt".takeUnless { header["typ"]?.jsonPrimitive?.content == "dpop+jwt" },
            "it is of another key".takeUnless { thumbprintOf(header.getValue("jwk").jsonObject) == thumbprint },
            "htm is ${claim("htm")} and not $method".takeUnless { claim("htm") == method },
            "htu is ${claim("htu")} and not $htu".takeUnless { claim("htu") == htu },
            "ath is not that of the token".takeUnless { claim("ath") == encode(sha256(token)) },
            "there is no jti".takeIf { id.isNullOrEmpty() },
        )

    companion object {
        private const val OCTETS = 32

        fun of(compact: String): PresentedProof {
            val (head, body, signature) = compact.split('.').also { require(it.size == 3) { "The proof is no JWT." } }
            val header = json(head)
            val verifier = Signature.getInstance("SHA256withECDSAinP1363Format")
            verifier.initVerify(key(header.getValue("jwk").jsonObject))
            verifier.update("$head.$body".encodeToByteArray())
            return PresentedProof(header, json(body), verifier.verify(decode(signature)))
        }

        private fun json(part: String) = Json.parseToJsonElement(decode(part).decodeToString()).jsonObject

        private fun key(jwk: JsonObject): PublicKey {
            val curve = AlgorithmParameters.getInstance("EC").apply { init(ECGenParameterSpec("secp256r1")) }
            val point = ECPoint(number(jwk, "x"), number(jwk, "y"))
            val spec = ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec::class.java))
            return KeyFactory.getInstance("EC").generatePublic(spec)
        }

        private fun number(
            jwk: JsonObject,
            name: String,
        ) = BigInteger(1, decode(text(jwk, name)).also { require(it.size == OCTETS) { "$name has not $OCTETS octets." } })

        /** RFC 7638 §3.2. */
        private fun thumbprintOf(jwk: JsonObject): String =
            encode(sha256("""{"crv":"P-256","kty":"EC","x":"${text(jwk, "x")}","y":"${text(jwk, "y")}"}"""))

        private fun text(
            jwk: JsonObject,
            name: String,
        ) = jwk.getValue(name).jsonPrimitive.content

        private fun sha256(text: String) = MessageDigest.getInstance("SHA-256").digest(text.encodeToByteArray())

        private fun encode(octets: ByteArray) = Base64.getUrlEncoder().withoutPadding().encodeToString(octets)

        private fun decode(text: String) = Base64.getUrlDecoder().decode(text)
    }
}
