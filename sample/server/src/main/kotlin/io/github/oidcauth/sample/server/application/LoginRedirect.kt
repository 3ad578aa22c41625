package io.github.oidcauth.sample.server.application

import java.security.MessageDigest
import java.security.SecureRandom
import java.util.Base64

/**
 * The authorization request that py-oidc-auth makes. It is the server that makes the PKCE pair; the verifier travels in `state`,
 * which reads `random|redirect_uri|code_verifier`.
 */
internal class LoginRedirect(
    private val provider: Provider,
    private val defaultScopes: List<String>,
) {
    fun url(
        redirectUri: String?,
        prompt: String,
        offlineAccess: Boolean,
        scope: String?,
    ): String {
        if (redirectUri.isNullOrEmpty()) throw InvalidRequest(400, "Missing redirect_uri")
        val endpoint =
            provider.discovery["authorization_endpoint"]
                ?: throw IllegalStateException("The provider names no authorization endpoint.")
        val verifier = random(32)
        val challenge = base64(MessageDigest.getInstance("SHA-256").digest(verifier.toByteArray()))
        val asked = scope.orEmpty().split(Regex("\\s+")).filter { it.isNotEmpty() }
        val scopes = asked.ifEmpty { defaultScopes } + listOfNotNull("offline_access".takeIf { offlineAccess }) + "openid"
        val query =
            linkedMapOf(
                "response_type" to "code",
                "client_id" to provider.clientId,
                "redirect_uri" to redirectUri,
                "scope" to scopes.distinct().joinToString(" "),
                "state" to "${random(16)}|$redirectUri|$verifier",
                "nonce" to random(16),
                "prompt" to prompt.replace("none", ""),
                "code_challenge" to challenge,
                "code_challenge_method" to "S256",
            )
        return "$endpoint?${FormEncoding.encode(query.filterValues { it.isNotEmpty() })}"
    }

    private fun random(bytes: Int) = base64(ByteArray(bytes).also(randomness::nextBytes))

    private fun base64(bytes: ByteArray) = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)

    private companion object {
        val randomness = SecureRandom()
    }
}
