package io.github.oidcauth.cli.credentials

import java.util.Base64

/**
 * The response to git (git-credential(1)). It never names a protocol or host, which would replace those of the request, and no
 * refresh token, which other helpers would store.
 */
internal class GitCredentialResponse(
    /** The name that presents the token as a password, or null for that of the request, else `oauth2`. */
    private val username: String?,
    /** The scheme that the user has chosen, or null to choose by the request. */
    private val scheme: AuthenticationScheme?,
) {
    fun text(
        request: GitCredentialRequest,
        token: PresentedToken,
    ): String = (credential(request, token) + expiry(token)).joinToString("\n")

    /** Returns true if [request] names [token] as the credential that the server has refused. */
    fun isNamed(
        request: GitCredentialRequest,
        token: PresentedToken,
    ): Boolean {
        val credential = request.credential ?: return request.password?.let(token::isEqualTo) ?: false
        return token.isEqualTo(credential) || passwordIn(credential)?.let(token::isEqualTo) ?: false
    }

    private fun credential(
        request: GitCredentialRequest,
        token: PresentedToken,
    ): List<String> {
        // Basic ends the name at the first colon (RFC 7617 §2).
        val name = username ?: request.username?.takeIf { it.isNotEmpty() && ':' !in it } ?: DEFAULT_USERNAME
        if (!request.acceptsScheme) return listOf("username=$name", "password=${token.value}")
        return when (scheme ?: AuthenticationScheme.of(request.challenges)) {
            AuthenticationScheme.BEARER -> encoded(AuthenticationScheme.BEARER, token.value)
            AuthenticationScheme.BASIC -> encoded(AuthenticationScheme.BASIC, basic(name, token.value))
        }
    }

    /** `ephemeral` keeps other helpers from storing the token. A user name and password cannot have it. */
    private fun encoded(
        scheme: AuthenticationScheme,
        credential: String,
    ) = listOf("capability[]=authtype", "authtype=${scheme.word}", "credential=$credential", "ephemeral=1")

    private fun expiry(token: PresentedToken) = listOfNotNull(token.expiresAt?.let { "password_expiry_utc=${it.epochSeconds}" })

    private fun basic(
        name: String,
        password: String,
    ): String = Base64.getEncoder().encodeToString("$name:$password".encodeToByteArray())

    private fun passwordIn(credential: String): String? =
        try {
            String(Base64.getDecoder().decode(credential), Charsets.UTF_8).substringAfter(':', "").ifEmpty { null }
        } catch (_: IllegalArgumentException) {
            null
        }

    companion object {
        /** The name that GitLab requires and most others ignore. */
        const val DEFAULT_USERNAME: String = "oauth2"

        /** The response that ends the search: git tries no other helper and does not prompt for a password. */
        const val QUIT: String = "quit=1"
    }
}
