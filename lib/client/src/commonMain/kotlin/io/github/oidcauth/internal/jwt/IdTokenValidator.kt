package io.github.oidcauth.internal.jwt

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.crypto.TokenHash
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.IdToken
import kotlinx.serialization.json.JsonNull

/** Validates the ID tokens of one server for one client. Thread-safe. */
internal class IdTokenValidator(
    private val config: ClientConfig,
    private val metadata: ServerMetadata,
    private val reader: JwtReader,
    private val keys: KeySource,
    private val clientContext: ClientContext,
) {
    private val settings = config.idToken
    private val policy =
        JwtPolicy.of("The ID token", settings.protection, "id_token_signing_alg_values_supported", config, metadata)

    /**
     * True if the metadata name a key set, even at an unusable address: that error is reported before the login, not after it.
     */
    private val isKeySetNamed = metadata["jwks_uri"].let { it != null && it !is JsonNull }

    /**
     * @throws InvalidResponseException when [raw] is not an ID token for this client by this server, as it is [expected].
     * @throws InvalidConfigException when the client does not know whose tokens to believe.
     * @throws AuthException when the server's keys cannot be had.
     */
    suspend fun validate(
        raw: String,
        expected: IdTokenExpectation,
    ): IdToken {
        val rules = rules(issuer())
        val verifiedJwt = reader.read(raw, policy)
        val jwt = verifiedJwt.jwt
        // Access tokens, logout tokens and the like say what they are (RFC 8725 §3.11); they have issuer and audience too.
        if (jwt.type?.endsWith("+jwt", ignoreCase = true) == true) {
            throw InvalidResponseException(
                "The ID token is not to be trusted: it is a JWT of another kind (typ).",
                isProvenInvalid = true,
            )
        }
        rules.validate(jwt.claims, expected, clientContext.clock.now()) {
            TokenHash.of(it, jwt.algorithm, clientContext.jose.digest)
        }
        return IdToken(verifiedJwt.compact, jwt.claims, jwt.algorithm)
    }

    /**
     * [token], which has just arrived, with the ID token in it validated and no longer encrypted.
     *
     * @throws AuthException when it is not as [expected], or missing though it is needed.
     */
    suspend fun validateFromTokenResponse(
        token: Token,
        expected: IdTokenExpectation,
    ): Token {
        if (settings.isValidationSkipped) return token
        val raw = token.idToken
        if (raw == null) {
            if (expected.isRequired) {
                throw InvalidResponseException("The token response has no ID token, so it cannot be told who logged in and how.")
            }
            return token
        }
        val valid = validate(raw, expected.forTokenResponse(token.accessToken, settings.maxIssuedAge))
        return token.newBuilder().also { it.idToken = valid.encoded }.build()
    }

    /**
     * Whether [raw], which could not be validated because of [failure], may be all right for all that is known. What it says of itself
     * is not verified then: it counts against it, and never for it.
     */
    fun mayBeValid(
        raw: String,
        expected: IdTokenExpectation,
        failure: AuthException,
    ): Boolean {
        if (failure is InvalidResponseException && failure.isProvenInvalid) return false
        return try {
            // An encrypted one that cannot be decrypted says nothing at all.
            val claims = unverifiedClaims(reader.decrypt(raw, policy)) ?: return false
            val issuer = metadata.issuer ?: claims.string("iss") ?: return false
            rules(issuer).validate(claims, expected, clientContext.clock.now()) { it }
            true
        } catch (e: InvalidResponseException) {
            !e.isProvenInvalid
        }
    }

    /**
     * Returns the reason why nothing of a refused response may be kept: its ID token [raw] is proved wrong. Null when it is
     * valid, could not be validated, or is absent. [accessToken] is the one in the same response.
     *
     * @throws kotlinx.coroutines.CancellationException when the caller is cancelled while the server's keys are fetched.
     */
    suspend fun errorIfProvenInvalid(
        raw: String?,
        accessToken: String?,
        expected: IdTokenExpectation,
    ): AuthException? {
        if (raw == null || settings.isValidationSkipped) return null
        return try {
            validate(raw, expected.forTokenResponse(accessToken, settings.maxIssuedAge))
            null
        } catch (e: AuthException) {
            e.takeUnless { mayBeValid(raw, expected, e) }
        }
    }

    private fun rules(issuer: String) =
        IdTokenRules(
            issuer,
            IssuerMatcher(config.issuerCheck),
            config.clientId,
            settings.authorizedParties,
            settings.trustedAudiences,
            config.leeway,
        )

    /**
     * Sees to it that an ID token can be validated, before anything is spent on getting it: who redeems a code or refresh token
     * and only then finds the keys out of reach has lost both.
     *
     * @throws AuthException when an ID token is [expected] that could not be validated.
     */
    suspend fun prepare(expected: IdTokenExpectation) {
        val isLikely = expected.isRequired || (expected.previous != null && metadata.issuer != null && isKeySetNamed)
        if (settings.isValidationSkipped || !isLikely) return
        issuer()
        if (policy.needsKeys) keys.current()
    }

    /**
     * Fetches the server's keys before a user is asked to do something, when [scope] is one that brings an ID token: whoever finds
     * them out of reach afterwards has bothered the user for nothing.
     *
     * @throws AuthException when they cannot be had.
     */
    suspend fun prepare(scope: String?) {
        val isLikely = "openid" in scopeNames(scope) && metadata.issuer != null && isKeySetNamed
        if (isLikely && !settings.isValidationSkipped && policy.needsKeys) keys.current()
    }

    private fun issuer(): String =
        metadata.issuer ?: throw InvalidConfigException(
            "The ID token cannot be validated, because the client does not know the server's issuer. Find the server by " +
                "discovery, name its issuer and jwks_uri in the metadata, or do not ask for the scope openid.",
        )
}
