package io.github.oidcauth.internal.client

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.HttpExchange
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Provider
import io.ktor.client.HttpClient

/** Creates protocol clients with the HTTP client, clock and random numbers of a machine. Thread-safe. */
internal interface ClientFactory {
    /** The services of the machine, for requests that belong to no client. */
    val context: ClientContext

    /**
     * Returns the sender of requests to APIs, by [httpClient], or by the client of the library, which trusts the authorities in
     * [caFile] if that is not null.
     */
    fun exchange(
        httpClient: HttpClient?,
        caFile: String?,
    ): HttpExchange

    /** Returns the client of [config] at a server whose [metadata] are known. Sends no request. */
    fun client(
        metadata: ServerMetadata,
        config: ClientConfig,
    ): ProtocolClient

    /**
     * Fetches the metadata of [issuer], and returns the client of [config] there.
     *
     * @throws AuthException when the metadata cannot be fetched or are not valid.
     */
    suspend fun discover(
        issuer: String,
        config: ClientConfig,
    ): ProtocolClient

    /**
     * Fetches the metadata of [provider], unless they are known, and returns the client of [config] there.
     *
     * @throws AuthException when the metadata cannot be fetched or are not valid.
     */
    suspend fun of(
        provider: Provider,
        config: ClientConfig,
    ): ProtocolClient
}
