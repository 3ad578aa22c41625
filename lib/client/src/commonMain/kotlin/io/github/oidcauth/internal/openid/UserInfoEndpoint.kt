package io.github.oidcauth.internal.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.dpop.ResourceCaller
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.metadata.Endpoints
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.responses.ResourceErrorReader
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.UserInfo

/** Requests the claims about the user (OpenID Connect Core 1.0 §5.3). */
internal class UserInfoEndpoint(
    private val endpoints: Endpoints,
    private val resources: ResourceCaller,
    private val responses: UserInfoResponseReader,
) {
    /**
     * Requests the claims with [token].
     *
     * @throws AuthException when no response arrives, it is an error, or it is not about [expected].
     */
    suspend fun userInfo(
        token: Token,
        expected: ExpectedSubject,
    ): UserInfo {
        val sent = mutableListOf<String>()
        val response = resources.get(endpoints.require(Endpoint.USERINFO), token, ACCEPTED, sent)
        if (!response.isSuccess) throw refusal(response, token, sent)
        return responses.validate(response, expected)
    }

    private fun refusal(
        response: RawResponse,
        token: Token,
        sent: List<String>,
    ): AuthException =
        ResourceErrorReader.decode(
            response.statusCode,
            response.headers("www-authenticate"),
            response.body,
            AccessTokenType.find(token.tokenType) ?: AccessTokenType.BEARER,
            secrets = sent,
            response.mediaType,
        )

    private companion object {
        /**
         * The server sends the format that the client is registered with. The header prevents that other servers send web pages.
         */
        const val ACCEPTED = "application/json, application/jwt"
    }
}
