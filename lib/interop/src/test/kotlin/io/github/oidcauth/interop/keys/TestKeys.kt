package io.github.oidcauth.interop.keys

import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.process.Folders
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import java.math.BigInteger
import java.nio.file.Path
import java.security.AlgorithmParameters
import java.security.KeyFactory
import java.security.PrivateKey
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.security.spec.ECParameterSpec
import java.security.spec.ECPrivateKeySpec
import java.time.Instant
import java.util.Base64
import java.util.UUID
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import kotlin.io.path.readText

/** The key pairs of every test client, at every server: one file of JWKs, which are nobody's secret. */
internal object TestKeys {
    const val ES256 = "test-es256"
    const val ES384 = "test-es384"
    const val ES512 = "test-es512"

    /** For RS256 to RS512 and PS256 to PS512. */
    const val RSA = "test-rsa"
    const val ED25519 = "test-ed25519"

    /** The key for which servers encrypt, by RSA-OAEP-256. */
    const val RSA_ENCRYPTION = "test-rsa-enc"

    /** The same for ECDH-ES. */
    const val EC_ENCRYPTION = "test-ec-enc"

    private val PROVEN_MEMBERS = setOf("kty", "crv", "x", "y")
    private val PRIVATE_MEMBERS = setOf("d", "p", "q", "dp", "dq", "qi")

    /** All of them, with their private halves. */
    val file: Path by lazy { Folders.copyResource("keys/test-only-client-keys.jwks.json", Folders.target) }

    private val pairs: List<JsonObject> by lazy {
        Json.parseToJsonElement(file.readText()).jsonObject.getValue("keys").jsonArray.map { it.jsonObject }
    }

    /** The private JWK with this `kid`, as JSON. */
    fun privateJwk(kid: String): String = pair(kid).toString()

    /** The JWKS that a client registers: every public key, or only those with these [kids]. */
    fun publicJwks(vararg kids: String): String {
        val chosen = if (kids.isEmpty()) pairs else kids.map(::pair)
        return buildJsonObject { put("keys", JsonArray(chosen.map { JsonObject(it - PRIVATE_MEMBERS) })) }.toString()
    }

    /** [claims] as a JWT, signed with the key [ES256]. */
    fun signed(claims: JsonObject): String = signed("""{"alg":"ES256","typ":"JWT","kid":"$ES256"}""", claims)

    /** [claims] as a JWT, by HS256 with a client's [secret]. */
    fun signed(claims: JsonObject, secret: String): String {
        val input = """{"alg":"HS256","typ":"JWT"}""".encoded() + "." + claims.toString().encoded()
        val mac = Mac.getInstance("HmacSHA256").apply { init(SecretKeySpec(secret.toByteArray(), "HmacSHA256")) }
        return "$input.${encode(mac.doFinal(input.toByteArray()))}"
    }

    /** A proof of having the key [ES256] (RFC 9449), without a nonce. */
    fun dpopProof(method: String, url: String): String {
        val header = """{"alg":"ES256","typ":"dpop+jwt","jwk":${JsonObject(pair(ES256).filterKeys { it in PROVEN_MEMBERS })}}"""
        val claims = buildJsonObject {
            put("jti", UUID.randomUUID().toString())
            put("htm", method)
            put("htu", url)
            put("iat", Instant.now().epochSecond)
        }
        return signed(header, claims)
    }

    private fun signed(header: String, claims: JsonObject): String {
        val input = header.encoded() + "." + claims.toString().encoded()
        val signature = Signature.getInstance("SHA256withECDSAinP1363Format").run {
            initSign(es256())
            update(input.toByteArray())
            sign()
        }
        return "$input.${encode(signature)}"
    }

    private fun es256(): PrivateKey {
        val curve = AlgorithmParameters.getInstance("EC").apply { init(ECGenParameterSpec("secp256r1")) }
        val secret = Base64.getUrlDecoder().decode(pair(ES256).getValue("d").jsonPrimitive.content)
        val key = ECPrivateKeySpec(BigInteger(1, secret), curve.getParameterSpec(ECParameterSpec::class.java))
        return KeyFactory.getInstance("EC").generatePrivate(key)
    }

    private fun String.encoded() = encode(toByteArray())

    private fun encode(bytes: ByteArray) = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)

    private fun pair(kid: String) = pairs.single { it.getValue("kid").jsonPrimitive.content == kid }
}
