package io.github.oidcauth.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.requestFault
import io.github.oidcauth.internal.endpoints.error
import io.github.oidcauth.internal.endpoints.successfulJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.metadata.Endpoints
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmSynthetic

/**
 * Registers clients at a server, and manages the registrations (RFC 7591, RFC 7592). `ClientRegistrar(metadata)` makes one.
 * Thread-safe.
 *
 * Every function throws an [io.github.oidcauth.AuthException] if it fails. Each request is sent once; if no response arrives,
 * the server may have executed the request all the same.
 */
public class ClientRegistrar internal constructor(
    private val metadata: ServerMetadata,
    private val clientContext: ClientContext,
    private val allowInsecureHttp: Boolean,
) {
    /**
     * Registers a client (RFC 7591 §3). Some servers require an [initialAccessToken].
     *
     * @throws InvalidConfigException if the server has no registration endpoint.
     */
    @JvmSynthetic
    public suspend fun register(
        client: ClientMetadata,
        initialAccessToken: String? = null,
    ): RegisteredClient {
        val response = send("POST", registrationUrl(), initialAccessToken, client.toJson())
        val secrets = listOfNotNull(initialAccessToken, client.toJson().string("software_statement"))
        return RegisteredClient(response.successfulJson(secrets, initialAccessToken?.let { INITIAL_TOKEN }))
    }

    /** Returns the current registration of [client] (RFC 7592 §2.1). */
    @JvmSynthetic
    public suspend fun read(client: RegisteredClient): RegisteredClient = callManagementEndpoint(client, "GET", body = null)

    /**
     * Registers [client] with [metadata] in place of its previous metadata (RFC 7592 §2.2). Store the response: the server
     * may have changed the secret and the token of the registration.
     */
    @JvmSynthetic
    public suspend fun update(
        client: RegisteredClient,
        metadata: ClientMetadata,
    ): RegisteredClient {
        val identity =
            buildMap {
                put("client_id", JsonPrimitive(client.clientId))
                client.clientSecret?.let { put("client_secret", JsonPrimitive(it)) }
            }
        return callManagementEndpoint(client, "PUT", JsonObject(metadata.toJson() + identity))
    }

    /** Deletes the registration of [client] (RFC 7592 §2.3). */
    @JvmSynthetic
    public suspend fun delete(client: RegisteredClient) {
        val response = send("DELETE", managementUrl(client), client.registrationAccessToken, body = null)
        if (!response.isSuccess) throw response.error(secretsOf(client), REGISTRATION_TOKEN)
    }

    private suspend fun callManagementEndpoint(
        client: RegisteredClient,
        method: String,
        body: JsonObject?,
    ): RegisteredClient {
        val response = send(method, managementUrl(client), client.registrationAccessToken, body)
        val updated = client.updated(
            response.successfulJson(secretsOf(client) + listOfNotNull(body?.string("software_statement")), REGISTRATION_TOKEN),
        )
        if (updated.clientId != client.clientId) {
            throw InvalidResponseException("The server responded with another client than the requested one.")
        }
        return updated
    }

    /**
     * Returns the URL that the token of the registration is sent to: one at the server that registered the client, and no
     * other.
     */
    private fun managementUrl(client: RegisteredClient): String {
        val url = client.registrationClientUri
        if (client.registrationAccessToken == null || url == null) {
            throw InvalidConfigException(
                "The server gave ${client.clientId} no registration_access_token and registration_client_uri, so the " +
                    "registration cannot be managed from here. Manage it at the server.",
            )
        }
        val isSecure = WebAddress.parse(url)?.let { it.isSecure || allowInsecureHttp } ?: false
        if (!isSecure || UrlParts.of(url).origin != UrlParts.of(registrationUrl()).origin) {
            throw InvalidResponseException(
                "The registration_client_uri is not at the server that registers clients, so nothing is sent there.",
            )
        }
        requestFault(url)?.let { throw InvalidResponseException("The registration_client_uri cannot be called. $it") }
        return url
    }

    private fun registrationUrl() = Endpoints(metadata, allowInsecureHttp).require(Endpoint.REGISTRATION)

    private suspend fun send(
        method: String,
        url: String,
        bearer: String?,
        body: JsonObject?,
    ): RawResponse =
        clientContext.transport.send(
            HttpCall(
                method,
                url,
                headers = listOfNotNull(bearer?.let { "Authorization" to "Bearer $it" }),
                body = if (body == null) HttpCall.Body.None else HttpCall.Body.Text("application/json", body.toString()),
            ),
        )

    private fun secretsOf(client: RegisteredClient) = listOfNotNull(client.registrationAccessToken, client.clientSecret)

    override fun toString(): String = "ClientRegistrar(issuer=${metadata.issuer})"

    private companion object {
        private const val INITIAL_TOKEN =
            "The server does not accept the initial access token. Ask the operator of the server for a new one."
        private const val REGISTRATION_TOKEN =
            "The server does not accept the registration_access_token. Register the client again, or ask the operator of the server."
    }
}
