package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.TokenTypeHint

/** Introspects tokens (RFC 7662 §2). */
internal class IntrospectionEndpoint(
    private val caller: EndpointCaller,
    private val responses: IntrospectionResponseReader,
) {
    suspend fun introspect(
        token: String,
        hint: TokenTypeHint?,
        options: RequestOptions,
    ): Introspection {
        val headers = listOf("Accept" to responses.accepted)
        return responses.validate(caller.post(Endpoint.INTROSPECTION, tokenParameters(token, hint), options, headers))
    }
}
