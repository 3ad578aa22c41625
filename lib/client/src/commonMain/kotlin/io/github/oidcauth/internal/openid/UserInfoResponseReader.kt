// Tested by UserInfoTest.
package io.github.oidcauth.internal.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.json.optionalTimesFault
import io.github.oidcauth.internal.json.parseStrictJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.JwtPolicy
import io.github.oidcauth.internal.jwt.JwtReader
import io.github.oidcauth.internal.jwt.audience
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.UserInfo
import kotlinx.serialization.json.JsonObject

/** Validates userinfo responses: JSON, or a JWT that is signed, encrypted or both (OpenID Connect Core 1.0 §5.3.2). */
internal class UserInfoResponseReader(
    private val config: ClientConfig,
    private val metadata: ServerMetadata,
    private val reader: JwtReader,
    private val clientContext: ClientContext,
) {
    private val protection = config.userInfo
    private val policy = JwtPolicy.of(
        "The userinfo response",
        protection,
        "userinfo_signing_alg_values_supported",
        config,
        metadata,
    )

    /**
     * Returns the claims about the user in [response].
     *
     * @throws AuthException when it is an error, is not valid, or is about another user than [expected].
     */
    suspend fun validate(
        response: RawResponse,
        expected: ExpectedSubject,
    ): UserInfo {
        val claims = if (response.mediaType == JWT) fromJwt(response.body.trim()) else fromJson(response)
        val subject = claims.string("sub")
        if (subject.isNullOrEmpty()) refuse("it does not say whom it is about (sub)")
        if (expected.subject != null && expected.subject != subject) refuse("it is about somebody else than the ID token (sub)")
        return UserInfo(claims)
    }

    private fun fromJson(response: RawResponse): JsonObject {
        // A client that is registered for signed or encrypted responses does not accept others.
        if (protection.signedResponseAlgorithms != null) refuse("it is not signed")
        if (protection.isEncryptionRequired) refuse("it is not encrypted")
        return parseStrictJson(response.body) as? JsonObject
            ?: throw InvalidResponseException(
                "The userinfo response is not a JSON object. Is this the right address?",
                response.statusCode,
            )
    }

    private suspend fun fromJwt(text: String): JsonObject {
        val content = reader.decrypt(text, policy)
        if (CompactJwt.parse(content) != null) return reader.verify(content, policy).jwt.claims.also(::checkSigned)
        // Encrypted and not signed: the content consists of the claims.
        if (protection.signedResponseAlgorithms != null) refuse("it is not signed")
        return parseStrictJson(content) as? JsonObject ?: refuse("what is encrypted in it is neither a JSON object nor a JWT")
    }

    /** "If signed, the UserInfo Response MUST contain the Claims iss and aud". Times are optional, and checked when present. */
    private fun checkSigned(claims: JsonObject) {
        val issuer = metadata.issuer?.let { IssuerMatcher(config.issuerCheck).expectedTokenIssuer(it, claims) }
        if (issuer == null || claims.string("iss") != issuer) refuse("its issuer (iss) is not the server that was asked")
        if (config.clientId !in claims.audience().orEmpty()) refuse("this client is not in its audience (aud)")
        claims.optionalTimesFault(clientContext.clock.now(), config.leeway)?.let(::refuse)
    }

    private fun refuse(why: String): Nothing = throw InvalidResponseException("The userinfo response is not to be trusted: $why.")

    private companion object {
        const val JWT = "application/jwt"
    }
}
