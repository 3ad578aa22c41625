// Tested by GrantRequestTest and EchoingServerTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.dpop.ProofSource
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.metadata.Endpoints
import io.github.oidcauth.internal.responses.ErrorContext
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.oauth2.RequestOptions
import kotlinx.serialization.json.JsonObject

/** Sends requests to the endpoints of one server as one client. The credentials are sent nowhere else. */
internal class EndpointCaller(
    private val endpoints: Endpoints,
    private val authenticator: ClientAuthenticator,
    private val clientContext: ClientContext,
    val quirks: ProviderQuirks = ProviderQuirks.NONE,
) {
    /** A response, and the values of the request that must not appear in an error. */
    class Exchange(
        val response: RawResponse,
        val secrets: List<String>,
        /** The name of the client and what to check if the server does not accept it, as sentences without a secret. */
        val clientAdvice: String? = null,
    ) {
        /** The information about an error in the headers of the response. */
        val errorContext: ErrorContext get() = response.errorContext(clientAdvice)

        /**
         * Returns the JSON object in the response.
         *
         * @throws io.github.oidcauth.AuthException as [RawResponse.successfulJson] does.
         */
        fun successfulJson(): JsonObject = response.successfulJson(secrets, clientAdvice)
    }

    /**
     * Posts [parameters] and [options] to [endpoint] with the client's credentials. The request is sent once. Only [proofs] may
     * send it again, with new credentials, if the server refused the first request for its proof.
     *
     * @throws InvalidConfigException when the server has no such endpoint, or [options] has a parameter of the protocol.
     */
    suspend fun post(
        endpoint: Endpoint,
        parameters: List<Pair<String, String>>,
        options: RequestOptions = RequestOptions.NONE,
        headers: List<Pair<String, String>> = emptyList(),
        proofs: ProofSource = ProofSource.NONE,
    ): Exchange {
        val url = endpoints.require(endpoint)
        quirks.check(endpoint, options)
        // Credentials that the caller gives for this request are sent even where the provider usually wants none.
        val isAuthenticated = options.hasCredentials || quirks.sendsCredentials(endpoint, parameters)
        val authenticator = authenticator.forRequest(options)
        val secrets = secretsOf(parameters, options).toMutableList()
        val response =
            proofs.exchange("POST", url) { proof ->
                secrets += proof.map { it.second }
                val credentials = if (isAuthenticated) authenticator.credentialsFor(url) else authenticator.clientIdOnly
                secrets += credentials.secrets
                // The parameters of a pushed authorization request already contain the client_id (RFC 9126 §2.1).
                val own = parameters + credentials.parameters.filterNot { it in parameters }
                ParameterRules.check(own, options)
                val form = HttpCall.Body.Form(own + options.parameters())
                clientContext.transport.send(HttpCall("POST", url, credentials.headers + headers + proof, form))
            }
        return Exchange(response, secrets, authenticator.advice)
    }

    /** Returns the values of [parameters] and [options] that must not appear in an error. */
    fun secretsOf(
        parameters: List<Pair<String, String>>,
        options: RequestOptions,
    ): List<String> {
        // A non-standard parameter may contain a secret.
        return parameters.filter { (name, _) -> name in SECRETS }.map { it.second } + options.custom.map { it.second }
    }

    private companion object {
        val SECRETS =
            setOf(
                "code",
                "code_verifier",
                // With the method plain, the challenge is the verifier.
                "code_challenge",
                "refresh_token",
                "device_code",
                "auth_req_id",
                "assertion",
                "subject_token",
                "actor_token",
                "token",
                "username",
                "password",
                "request",
                "state",
                "login_hint_token",
                "id_token_hint",
                "client_notification_token",
                "user_code",
                "nonce",
            )
    }
}
