package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.TokenTypeHint

/** Revokes tokens (RFC 7009 §2). */
internal class RevocationEndpoint(
    private val caller: EndpointCaller,
) {
    /**
     * Revokes [token]. Every success status means that it is revoked: "invalid tokens do not cause an error response" (RFC 7009
     * §2.2).
     */
    suspend fun revoke(
        token: String,
        hint: TokenTypeHint?,
        options: RequestOptions,
    ) {
        val exchange = caller.post(Endpoint.REVOCATION, tokenParameters(token, hint), options)
        val response = exchange.response
        if (!response.isSuccess) throw response.error(exchange.secrets, exchange.clientAdvice)
    }
}

/** Returns the request parameters that name a [token] to revoke or introspect. */
internal fun tokenParameters(
    token: String,
    hint: TokenTypeHint?,
): List<Pair<String, String>> = listOfNotNull("token" to token, hint?.let { "token_type_hint" to it.wireName })
