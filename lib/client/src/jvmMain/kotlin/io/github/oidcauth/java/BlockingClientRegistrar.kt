// Tested by JavaCounterpartsTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.RegisteredClient
import io.ktor.client.HttpClient

/**
 * [ClientRegistrar] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. Thread-safe.
 */
public class BlockingClientRegistrar private constructor(
    private val registrar: ClientRegistrar,
) {
    /** @see ClientRegistrar.register */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun register(
        client: ClientMetadata,
        initialAccessToken: String? = null,
    ): RegisteredClient = runBlocking { registrar.register(client, initialAccessToken) }

    /** @see ClientRegistrar.read */
    @Throws(AuthException::class)
    public fun read(client: RegisteredClient): RegisteredClient = runBlocking { registrar.read(client) }

    /** @see ClientRegistrar.update */
    @Throws(AuthException::class)
    public fun update(
        client: RegisteredClient,
        metadata: ClientMetadata,
    ): RegisteredClient = runBlocking { registrar.update(client, metadata) }

    /** @see ClientRegistrar.delete */
    @Throws(AuthException::class)
    public fun delete(client: RegisteredClient): Unit = runBlocking { registrar.delete(client) }

    /** Returns the same registrar with futures. */
    public fun async(): AsyncClientRegistrar = AsyncClientRegistrar(registrar)

    override fun toString(): String = registrar.toString()

    public companion object {
        /**
         * Returns a registrar for the server with [metadata], with [httpClient] in place of the library's own. No request is
         * made.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(
            metadata: ServerMetadata,
            httpClient: HttpClient? = null,
        ): BlockingClientRegistrar = of(ClientRegistrar(metadata, httpClient))

        /** Returns the blocking form of [registrar]. */
        @JvmStatic
        public fun of(registrar: ClientRegistrar): BlockingClientRegistrar = BlockingClientRegistrar(registrar)
    }
}
