package io.github.oidcauth.sample.server

import io.kotest.matchers.nulls.shouldNotBeNull
import java.security.MessageDigest
import java.util.Base64

/** A client of the issuer that builds its requests by hand: with a secret by HTTP Basic, without one by its identifier alone. */
internal class IssuerClient(
    private val server: SampleServer,
    val clientId: String = SampleClients.CLI,
    private val secret: String? = null,
) {
    val plain = PlainClient(server.url)

    private val basic =
        mapOf("Authorization" to "Basic " + Base64.getEncoder().encodeToString("$clientId:$secret".toByteArray()))

    fun post(
        path: String,
        vararg fields: Pair<String, String>,
        headers: Map<String, String> = emptyMap(),
    ): PlainClient.Response =
        if (secret == null) {
            plain.post(path, "client_id" to clientId, *fields, headers = headers)
        } else {
            plain.post(path, *fields, headers = basic + headers)
        }

    fun token(
        grant: String,
        vararg fields: Pair<String, String>,
        headers: Map<String, String> = emptyMap(),
    ): PlainClient.Response = post("/oauth2/token", "grant_type" to grant, *fields, headers = headers)

    fun authorizationRequest(
        redirectUri: String,
        scope: String = "openid profile email",
        vararg more: Pair<String, String>,
    ): Map<String, String> =
        linkedMapOf(
            "response_type" to "code",
            "client_id" to clientId,
            "redirect_uri" to redirectUri,
            "scope" to scope,
            "state" to "a state & more",
            "nonce" to "a nonce",
            "code_challenge" to CHALLENGE,
            "code_challenge_method" to "S256",
        ) + more

    /** RFC 9126 §2.1. A client without a secret names itself anyway. */
    fun push(request: Map<String, String>): PlainClient.Response =
        post("/oauth2/par", *(if (secret == null) request - "client_id" else request).toList().toTypedArray())

    fun url(request: Map<String, String>): String =
        "${server.url}/oauth2/authorize?" + request.entries.joinToString("&") { "${it.key}=${PlainClient.encode(it.value)}" }

    fun redeem(
        listener: LoopbackListener,
        redirectUri: String,
        verifier: String = VERIFIER,
        headers: Map<String, String> = emptyMap(),
    ): PlainClient.Response {
        val code = listener.parameter("code").shouldNotBeNull()
        return token(
            "authorization_code",
            "code" to code,
            "redirect_uri" to redirectUri,
            "code_verifier" to verifier,
            headers = headers,
        )
    }

    fun codeLogin(
        scope: String = "openid profile email",
        headers: Map<String, String> = emptyMap(),
    ): PlainClient.Response =
        LoopbackListener().use { listener ->
            val redirectUri = listener.redirectUri("127.0.0.1")
            ScriptedVisitor().signIn(url(authorizationRequest(redirectUri, scope)))
            redeem(listener, redirectUri, headers = headers)
        }

    fun deviceLogin(scope: String = "openid profile email"): PlainClient.Response {
        val device = post("/oauth2/device_authorization", "scope" to scope)
        ScriptedVisitor().approveDevice(device["verification_uri"], device["user_code"])
        return token(DEVICE_CODE, "device_code" to device["device_code"])
    }

    companion object {
        const val DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
        val VERIFIER = "v".repeat(43)
        private val CHALLENGE =
            Base64.getUrlEncoder().withoutPadding().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(VERIFIER.toByteArray()),
            )
    }
}
