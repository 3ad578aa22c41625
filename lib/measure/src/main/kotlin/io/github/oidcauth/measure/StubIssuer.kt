package io.github.oidcauth.measure

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URLDecoder
import java.net.URLEncoder
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.interfaces.RSAPublicKey
import java.time.Instant
import java.util.Base64
import java.util.concurrent.atomic.AtomicReference

/** An OpenID issuer on a port of this machine. Its users consent at once, and it has the endpoints that the journeys need. */
class StubIssuer : AutoCloseable {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val keys = KeyPairGenerator.getInstance("RSA").apply { initialize(KEY_BITS) }.generateKeyPair()
    private val nonce = AtomicReference<String?>()
    val url: String = "http://127.0.0.1:${server.address.port}"

    /** The lifetime of access tokens from now on, in seconds. */
    @Volatile
    var lifetime: Int = HOUR

    init {
        server.createContext("/.well-known/openid-configuration") { it.respond(metadata()) }
        server.createContext("/keys") { it.respond(keySet()) }
        server.createContext("/device") { it.respond(DEVICE_CODE.replace("URL", url)) }
        server.createContext("/token") { exchange ->
            val form = parametersIn(exchange.requestBody.readAllBytes().decodeToString())
            exchange.respond(if (form["grant_type"] == "client_credentials") BARE_TOKEN else token())
        }
        server.createContext("/authorize") { exchange ->
            val query = parametersIn(exchange.requestURI.rawQuery)
            nonce.set(query["nonce"])
            val state = URLEncoder.encode(query.getValue("state"), Charsets.UTF_8)
            exchange.responseHeaders["Location"] = listOf("${query["redirect_uri"]}?code=c&state=$state")
            exchange.sendResponseHeaders(FOUND, NO_BODY)
            exchange.close()
        }
        server.start()
    }

    private fun metadata() =
        """
        {"issuer":"$url","authorization_endpoint":"$url/authorize","token_endpoint":"$url/token","jwks_uri":"$url/keys",
        "device_authorization_endpoint":"$url/device","response_types_supported":["code"],"subject_types_supported":["public"],
        "id_token_signing_alg_values_supported":["RS256"],"code_challenge_methods_supported":["S256"],
        "grant_types_supported":["authorization_code","refresh_token","client_credentials",
        "urn:ietf:params:oauth:grant-type:device_code"]}
        """.trimIndent()

    private fun keySet(): String {
        val key = keys.public as RSAPublicKey
        val modulus = encode(key.modulus.toByteArray().dropWhile { it == 0.toByte() }.toByteArray())
        return """{"keys":[{"kty":"RSA","kid":"k","use":"sig","alg":"RS256","n":"$modulus","e":"${encode(
            key.publicExponent.toByteArray(),
        )}"}]}"""
    }

    private fun token() =
        """
        {"access_token":"a","token_type":"Bearer","expires_in":$lifetime,"refresh_token":"r","scope":"openid offline_access",
        "id_token":"${idToken()}"}
        """.trimIndent()

    private fun idToken(): String {
        val now = Instant.now().epochSecond
        val claimed = nonce.getAndSet(null)?.let { ""","nonce":"$it"""" }.orEmpty()
        val claims = """{"iss":"$url","sub":"alice","aud":"reader","iat":$now,"exp":${now + HOUR}$claimed}"""
        val signed = encode("""{"alg":"RS256","kid":"k"}""".encodeToByteArray()) + "." + encode(claims.encodeToByteArray())
        val signature = Signature.getInstance("SHA256withRSA").apply { initSign(keys.private) }
        signature.update(signed.encodeToByteArray())
        return signed + "." + encode(signature.sign())
    }

    private fun encode(bytes: ByteArray) = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)

    private fun parametersIn(form: String): Map<String, String> =
        form.split('&').associate { it.substringBefore('=') to URLDecoder.decode(it.substringAfter('=', ""), Charsets.UTF_8) }

    private fun HttpExchange.respond(json: String) {
        val body = json.encodeToByteArray()
        responseHeaders["Content-Type"] = listOf("application/json")
        responseHeaders["Cache-Control"] = listOf("no-store")
        sendResponseHeaders(OK, body.size.toLong())
        responseBody.use { it.write(body) }
    }

    override fun close(): Unit = server.stop(0)

    private companion object {
        private const val KEY_BITS = 2048
        private const val HOUR = 3600
        private const val OK = 200
        private const val FOUND = 302
        private const val NO_BODY = -1L
        private const val BARE_TOKEN = """{"access_token":"a","token_type":"Bearer","expires_in":3600,"scope":"read"}"""
        private const val DEVICE_CODE =
            """{"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"URL/enter","expires_in":600,"interval":1}"""
    }
}
