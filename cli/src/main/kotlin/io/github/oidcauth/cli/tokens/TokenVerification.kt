// Tested by DecodeCommandTest.
package io.github.oidcauth.cli.tokens

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.openid.IdTokenRequirements
import kotlinx.serialization.json.JsonObject

/** Verifies tokens against the issuer of [client]: signature, issuer, times and audience. */
internal class TokenVerification(
    private val client: OAuth2Client,
    /** The APIs, one of which an access token must be for; empty for any. */
    private val audiences: List<String>,
) {
    /** The result for one token: a sentence for the user. */
    class Verdict(
        val isValid: Boolean,
        val text: String,
    )

    /** Returns the verdict on the access token [raw]. @throws io.github.oidcauth.AuthException if the keys cannot be fetched. */
    suspend fun accessToken(raw: String): Verdict {
        if (JwtContent.of(raw) !is JwtContent.Signed) return Verdict(false, UNREADABLE)
        return verdict { "Verified: the access token is by $issuer, and ${audience(validated(raw))}." }
    }

    /** Returns the verdict on the ID token [raw], which came with [accessToken] unless that is null. */
    suspend fun idToken(
        raw: String,
        accessToken: String?,
    ): Verdict =
        verdict {
            client.validateIdToken(raw, IdTokenRequirements { accessToken?.let(::accessToken) })
            "Verified: the ID token is by $issuer, for the client ${client.config.clientId.onOneLine()}."
        }

    private val issuer get() = client.metadata.issuer.orEmpty().onOneLine()

    @OptIn(DelicateOidcAuthApi::class)
    private suspend fun validated(raw: String): JsonObject {
        // One of several names is enough, and without any, the user sees that the audience was not compared.
        val claims = client.validateAccessToken(raw)
        val expected = audiences.find { it in ClaimAudience.of(claims) }
        if (audiences.isNotEmpty()) client.validateAccessToken(raw, expected ?: audiences.first())
        return claims
    }

    private fun audience(claims: JsonObject): String {
        if (audiences.isNotEmpty()) return "is for ${audiences.joinToString(" ") { it.onOneLine() }}"
        val named = ClaimAudience.of(claims).joinToString(" ") { it.onOneLine() }.ifEmpty { "nobody in particular" }
        return "says that it is for $named. That was not compared: --audience names the API"
    }

    private suspend fun verdict(validate: suspend () -> String): Verdict =
        try {
            Verdict(true, validate())
        } catch (e: InvalidResponseException) {
            Verdict(false, "Error: ${e.message}")
        }

    private companion object {
        const val UNREADABLE =
            "Error: the access token cannot be verified, because it is no signed JWT: only its server can read it. " +
                "`oidc-auth introspect` sends it to the issuer."
    }
}
