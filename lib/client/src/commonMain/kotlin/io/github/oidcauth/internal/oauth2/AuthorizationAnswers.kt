package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.openid.JwtReader
import io.github.oidcauth.internal.openid.KeySource
import io.github.oidcauth.internal.protocol.AnswerContent
import io.github.oidcauth.internal.protocol.AnswerJudge
import io.github.oidcauth.internal.protocol.AnswerVerdict
import io.github.oidcauth.internal.protocol.PlainAnswerJudge
import io.github.oidcauth.oauth2.AuthorizationAnswer
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.ServerMetadata

/** Gets what the judges of answers need, and says what they decided. */
internal class AuthorizationAnswers(
    private val metadata: ServerMetadata,
    private val config: ClientConfig,
    private val keys: KeySource,
    private val jwts: JwtReader,
    private val wire: Wire,
) {
    private val jarm = JarmRules(metadata, config)

    /** @throws AuthException the error that [parameters] bring, or why they are not the answer to [request]. */
    suspend fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, List<String>>,
    ): AuthorizationAnswer {
        val verdict = judge(request).judge(parameters)
        if (verdict !is AnswerVerdict.UnknownKey) return answer(request, verdict)
        // Somebody else may have fetched the keys meanwhile.
        val others = keys.refreshed() ?: keys.current()
        return answer(request, judge(request, others).judge(parameters))
    }

    /** The judge of answers to [request], with the keys that it needs. @throws AuthException when they cannot be fetched. */
    suspend fun judge(request: AuthorizationRequest): AnswerJudge {
        requireOwn(request)
        return judge(request, if (request.isAnswerSigned && jarm.policy.needsKeys) keys.current() else emptyList())
    }

    /** @throws IllegalArgumentException when [request] is not one of this client to this server. */
    fun requireOwn(request: AuthorizationRequest) {
        val isSameServer =
            request.issuer == metadata.issuer &&
                (request.issuer != null || request.authorizationEndpoint == metadata.authorizationEndpoint)
        require(isSameServer && request.clientId == config.clientId) {
            "The authorization request was made by another client, or for another server."
        }
    }

    private fun judge(
        request: AuthorizationRequest,
        published: List<Jwk>,
    ): AnswerJudge {
        val content = AnswerContent(request.state, listOfNotNull(request.codeVerifier, request.nonce))
        if (request.isAnswerSigned) return JarmAnswerJudge(content, jarm, published, jwts, wire.jose.verifier, wire.clock)
        val issuers =
            KnownIssuerRule(config.issuerCheck, metadata.issuer, metadata.authorizationResponseIssParameterSupported)
        return PlainAnswerJudge(content, issuers)
    }

    private fun answer(
        request: AuthorizationRequest,
        verdict: AnswerVerdict,
    ): AuthorizationAnswer =
        when (verdict) {
            is AnswerVerdict.Granted -> AuthorizationAnswer(request, verdict)
            is AnswerVerdict.Refused -> throw verdict.cause
            is AnswerVerdict.UnknownKey -> throw verdict.cause
            is AnswerVerdict.Unrelated -> throw verdict.cause
        }
}
