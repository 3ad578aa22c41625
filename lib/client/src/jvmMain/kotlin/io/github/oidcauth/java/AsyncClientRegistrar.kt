// Tested by JavaCounterpartsTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.concurrent.voidFuture
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.RegisteredClient
import io.ktor.client.HttpClient
import java.util.concurrent.CompletableFuture

/**
 * [ClientRegistrar] with futures, from [BlockingClientRegistrar.async]. Each function starts its work and returns a future at
 * once, which completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncClientRegistrar internal constructor(
    private val registrar: ClientRegistrar,
) {
    /** @see ClientRegistrar.register */
    @JvmOverloads
    public fun register(
        client: ClientMetadata,
        initialAccessToken: String? = null,
    ): CompletableFuture<RegisteredClient> = future { registrar.register(client, initialAccessToken) }

    /** @see ClientRegistrar.read */
    public fun read(client: RegisteredClient): CompletableFuture<RegisteredClient> = future { registrar.read(client) }

    /** @see ClientRegistrar.update */
    public fun update(
        client: RegisteredClient,
        metadata: ClientMetadata,
    ): CompletableFuture<RegisteredClient> = future { registrar.update(client, metadata) }

    /** @see ClientRegistrar.delete */
    public fun delete(client: RegisteredClient): CompletableFuture<Void?> = voidFuture { registrar.delete(client) }

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
        ): AsyncClientRegistrar = of(ClientRegistrar(metadata, httpClient))

        /** Returns the form with futures of [registrar]. */
        @JvmStatic
        public fun of(registrar: ClientRegistrar): AsyncClientRegistrar = AsyncClientRegistrar(registrar)
    }
}
