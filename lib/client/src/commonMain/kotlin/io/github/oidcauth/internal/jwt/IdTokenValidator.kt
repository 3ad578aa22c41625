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

    /** True if the metadata name a key set, even with an unusable URL: that error is reported before the login, not after it. */
    private val isKeySetNamed = metadata["jwks_uri"].let { it != null && it !is JsonNull }

    /**
     * Validates the ID token [raw].
     *
     * @throws InvalidResponseException when [raw] is not an ID token of this server for this client, or is not as [expected].
     * @throws InvalidConfigException when the client does not know the issuer of the server.
     * @throws AuthException when the server's keys cannot be fetched.
     */
    suspend fun validate(
        raw: String,
        expected: IdTokenExpectation,
    ): IdToken {
        val rules = rules(issuer())
        val verifiedJwt = reader.read(raw, policy)
        val jwt = verifiedJwt.jwt
        // Access tokens, logout tokens and the like name their type (RFC 8725 §3.11); they have issuer and audience, too.
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
     * Returns [token], which has just been received, with its ID token validated and decrypted.
     *
     * @throws AuthException when the ID token is not as [expected], or is required and missing.
     */
    suspend fun validateFromTokenResponse(
        token: Token,
        expected: IdTokenExpectation,
    ): Token {
        if (settings.isValidationSkipped) return token
        val raw = token.idToken
        if (raw == null) {
            if (expected.isRequired) {
                throw InvalidResponseException("The token response has no ID token, so it is not known who logged in and how.")
            }
            return token
        }
        val valid = validate(raw, expected.forTokenResponse(token.accessToken, settings.maxIssuedAge))
        return token.newBuilder().also { it.idToken = valid.encoded }.build()
    }

    /**
     * Returns whether the ID token [raw] may be valid although its validation failed because of [failure]. Its claims are not
     * verified here: a faulty claim proves that it is invalid, and no claim proves that it is valid.
     */
    fun mayBeValid(
        raw: String,
        expected: IdTokenExpectation,
        failure: AuthException,
    ): Boolean {
        if (failure is InvalidResponseException && failure.isProvenInvalid) return false
        return try {
            // An encrypted token that cannot be decrypted does not show any claim.
            val claims = unverifiedClaims(reader.decrypt(raw, policy)) ?: return false
            val issuer = metadata.issuer ?: claims.string("iss") ?: return false
            rules(issuer).validate(claims, expected, clientContext.clock.now()) { it }
            true
        } catch (e: InvalidResponseException) {
            !e.isProvenInvalid
        }
    }

    /**
     * Returns the reason for which nothing of a refused response may be kept: its ID token [raw] is proven invalid. Returns null
     * when it is valid, could not be validated, or is absent. [accessToken] is the access token in the same response.
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
     * Checks that an ID token can be validated, before a code or a refresh token is used up to get it. If the keys turned out to
     * be unreachable afterwards, both would be lost.
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
     * Fetches the server's keys before the user is asked to log in, if [scope] leads to an ID token. If the keys turned out to be
     * unreachable afterwards, the login would have been in vain.
     *
     * @throws AuthException when they cannot be fetched.
     */
    suspend fun prepare(scope: String?) {
        val isLikely = "openid" in scopeNames(scope) && metadata.issuer != null && isKeySetNamed
        if (isLikely && !settings.isValidationSkipped && policy.needsKeys) keys.current()
    }

    private fun issuer(): String =
        metadata.issuer ?: throw InvalidConfigException(
            "The ID token cannot be validated, because the client does not know the server's issuer. Find the server by " +
                "discovery, name its issuer and jwks_uri in the metadata, or do not request the scope openid.",
        )
}
