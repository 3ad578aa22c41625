// Tested by AuthorizationRequestTest.
package io.github.oidcauth.internal.authorization

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.callback.RedirectTarget
import io.github.oidcauth.internal.crypto.Pkce
import io.github.oidcauth.internal.dpop.DPoPBinding
import io.github.oidcauth.internal.endpoints.ParameterRules
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.metadata.Endpoints
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder.Proof
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ResponseMode
import io.github.oidcauth.oauth2.ServerMetadata

/** Creates authorization requests (RFC 6749 §4.1.1). Sends nothing. */
internal class AuthorizationRequestFactory(
    private val metadata: ServerMetadata,
    private val config: ClientConfig,
    private val binding: DPoPBinding,
    private val clientContext: ClientContext,
) {
    // The browser does not present the client's certificate, so it must not use the mutual-TLS endpoints (RFC 8705 §5).
    private val endpoints = Endpoints(metadata, config.insecureHttpAllowed)

    /**
     * Returns a request with the settings of [builder] and new random values.
     *
     * @throws InvalidConfigException when a setting of the builder cannot work with this server.
     * @throws InvalidResponseException when the authorization endpoint is not an https URL.
     */
    fun create(builder: AuthorizationRequestBuilder): AuthorizationRequest {
        val endpoint = endpoints.require(Endpoint.AUTHORIZATION)
        val options = builder.options
        val dpopKey = builder.dpopKey ?: binding.newKey()
        val verifier = if (builder.proof == Proof.NONE) null else Pkce.verifier(clientContext.random)
        val own =
            buildList {
                add("response_type" to "code")
                add("client_id" to config.clientId)
                add("redirect_uri" to requireValidRedirectUri(builder.redirectUri))
                add("state" to (builder.state ?: clientContext.random.base64Url(OCTETS)))
                if ("openid" in scopeNames(options.scope)) add("nonce" to clientContext.random.base64Url(OCTETS))
                verifier?.let { addAll(challenge(it, builder.proof)) }
                dpopKey?.let { add("dpop_jkt" to clientContext.jose.keys.thumbprint(it.public)) }
                addAll(builder.settings.toList())
            }
        checkResponseMode(builder.settings["response_mode"])
        ParameterRules.check(own, options)
        options.custom.firstOrNull { it.first in SETTINGS }?.let {
            throw InvalidConfigException("The parameter ${it.first} has a setting of its own. Use that.")
        }
        RequestObjectClaims.checkCustom(options.custom)
        val parameters = config.quirks.authorization.of(own + options.parameters())
        if (parameters.sumOf { (name, value) -> name.length.toLong() + value.length } > MAX_PARAMETERS) {
            throw InvalidConfigException("The parameters of the authorization request have more than $MAX_PARAMETERS characters.")
        }
        return AuthorizationRequest(
            issuer = metadata.issuer,
            authorizationEndpoint = endpoint,
            parameters = parameters,
            codeVerifier = verifier,
            dpopKey = dpopKey,
            isAcrRequired = builder.isAcrRequired,
            delivery = RequestDelivery.InUrl,
        )
    }

    private fun challenge(
        verifier: String,
        proof: Proof,
    ): List<Pair<String, String>> =
        if (proof == Proof.PLAIN) {
            listOf("code_challenge" to verifier, "code_challenge_method" to "plain")
        } else {
            listOf(
                "code_challenge" to Pkce.challenge(verifier, clientContext.jose.digest),
                "code_challenge_method" to Pkce.METHOD,
            )
        }

    private fun requireValidRedirectUri(uri: String): String {
        val fault =
            if (uri.length > MAX_REDIRECT) {
                "has more than $MAX_REDIRECT characters."
            } else {
                RedirectTarget.fault(uri, config.insecureHttpAllowed)
            }
        if (fault != null) throw InvalidConfigException("The redirect URI $fault")
        return uri
    }

    private fun checkResponseMode(mode: String?) {
        val isSigned = mode?.let(ResponseMode::find)?.isSigned == true
        if (isSigned && metadata.issuer == null) {
            throw InvalidConfigException(
                "A signed response (response_mode $mode) names the issuer of the server, which is not known. " +
                    "Set the issuer in its metadata.",
            )
        }
    }

    private companion object {
        /** 256 bits. RFC 6749 §10.10 requires 128. */
        const val OCTETS = 32
        const val MAX_REDIRECT = 2048
        const val MAX_PARAMETERS = 65_536

        /** The parameters with a setting in the builder; responses and ID tokens are validated against these settings. */
        val SETTINGS = setOf("response_mode", "max_age", "acr_values", "dpop_jkt")
    }
}
