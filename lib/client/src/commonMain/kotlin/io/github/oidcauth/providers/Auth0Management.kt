package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.ApiClientConfig
import io.github.oidcauth.http.ApiRequest
import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.internal.api.Pages
import io.github.oidcauth.internal.api.flowOf
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.coroutines.flow.Flow
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * A client for Auth0's Management API v2, which administers a tenant: users, applications, connections, logs.
 *
 * ```
 * val management = Auth0Management("acme.eu", "client-id", secret)
 * val user = management.get(listOf("users", userId)).json()
 * management.pagesByNumber("users").collect { page -> … }
 * ```
 *
 * The client needs the grant `client_credentials` for the API `https://acme.eu.auth0.com/api/v2/`, with the scopes of what it does.
 * Tokens are kept in memory and renewed.
 *
 * It is also an example of a client for one vendor, a subclass of [ApiClient] with the vendor's own functions:
 *
 * ```
 * class Acme(tokens: TokenSource) : ApiClient(ApiClientConfig("https://api.acme.example/v2") { this.tokens = tokens }) {
 *     suspend fun user(id: Long): User = get(listOf("users", id)).body()
 * }
 * ```
 *
 * In Java, call it by `BlockingApiClient.of(management)`, and extend `BlockingApiClient` for a vendor of your own. Thread-safe.
 */
public class Auth0Management(
    config: ApiClientConfig,
) : ApiClient(config),
    Auth0ManagementForJava {
    /**
     * Returns the pages of the list at [path], such as `users`, requested by their numbers, with [perPage] items each (1 to 100).
     * Each page is an object with the items and `start`, `limit`, `length` and `total`. Auth0 returns at most 1,000 items of a
     * list in this way. A page is requested when the flow comes to it.
     */
    @JvmSynthetic
    public fun pagesByNumber(
        path: String,
        perPage: Int = DEFAULT_SIZE,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): Flow<ApiResponse> = flowOf(numbered(path, perPage, configure))

    /**
     * Returns the pages of the list at [path], such as `clients`, each requested by the checkpoint `next` of the one before, with
     * [take] items each (1 to 100). Auth0 advises this for long lists, where a path has it. A page is requested when the flow comes
     * to it.
     */
    @JvmSynthetic
    public fun pagesByCheckpoint(
        path: String,
        take: Int = DEFAULT_SIZE,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): Flow<ApiResponse> = flowOf(checkpoints(path, take, configure))

    internal fun numbered(
        path: String,
        perPage: Int,
        configure: ApiRequest.Builder.() -> Unit,
    ): () -> Pages {
        requireSize(perPage)
        return {
            Auth0Pages(Auth0Pages::afterNumbered) { number ->
                get(path) {
                    configure()
                    query("page", number ?: "0")
                    query("per_page", perPage)
                    query("include_totals", true)
                }
            }
        }
    }

    internal fun checkpoints(
        path: String,
        take: Int,
        configure: ApiRequest.Builder.() -> Unit,
    ): () -> Pages {
        requireSize(take)
        return {
            Auth0Pages(Auth0Pages::afterCheckpoint) { from ->
                get(path) {
                    configure()
                    query("from", from)
                    query("take", take)
                }
            }
        }
    }

    private fun requireSize(size: Int) = require(size in 1..MAX_SIZE) {
        "A page of Auth0 has from 1 to $MAX_SIZE items, not $size."
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        internal const val DEFAULT_SIZE = 50
        private const val MAX_SIZE = 100

        /**
         * Returns a client for the tenant [domain] that sends the tokens of [tokens]. They must be for the audience
         * `https://<tenant>/api/v2/`.
         *
         * @throws io.github.oidcauth.InvalidConfigException if [domain] is not one of those that [Auth0.tenant] takes.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            domain: String,
            tokens: TokenSource,
        ): Auth0Management = Auth0Management(domain, tokens)

        /**
         * Returns a client for the tenant [domain], `acme.eu` or `acme.eu.auth0.com`, with tokens for the client [clientId].
         *
         * @throws io.github.oidcauth.InvalidConfigException if [domain] is not one of those that [Auth0.tenant] takes.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            domain: String,
            clientId: String,
            clientSecret: String,
        ): Auth0Management = Auth0Management(domain, clientId, clientSecret)

        /**
         * Returns a client for the tenant [domain] with tokens for the client of [client], which may authenticate with a private key.
         *
         * @throws io.github.oidcauth.InvalidConfigException if [domain] is not one of those that [Auth0.tenant] takes.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            domain: String,
            client: ClientConfig,
        ): Auth0Management = Auth0Management(domain, client)

        /** Returns a builder with the URL of the API of the tenant [domain], for settings of your own. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun configBuilder(domain: String): ApiClientConfig.Builder = ApiClientConfig.builder(urlOf(domain))

        /** Returns the URL of the API of the tenant [domain], which is the audience of its tokens too. */
        internal fun urlOf(domain: String): String = Auth0.tenant(domain).issuer + "api/v2/"

        internal fun tokensOf(
            domain: String,
            client: ClientConfig,
        ): TokenSource =
            OAuth2Client(Auth0.tenant(domain).issuer + "oauth/token", client)
                .tokenSource(ClientCredentialsGrant { audience(urlOf(domain)) })
    }
}

/**
 * Creates a client for the tenant [domain] that sends the tokens of [tokens]: see [Auth0Management.of]. [configure] changes other
 * settings.
 */
@JvmSynthetic
public fun Auth0Management(
    domain: String,
    tokens: TokenSource,
    configure: ApiClientConfig.Builder.() -> Unit = {},
): Auth0Management = Auth0Management(Auth0Management.configBuilder(domain).tokens(tokens).apply(configure).build())

/**
 * Creates a client for the tenant [domain], `acme.eu` or `acme.eu.auth0.com`, with tokens for the client [clientId]:
 * `Auth0Management("acme.eu", "client-id", secret) { retries = 3 }`.
 */
@JvmSynthetic
public fun Auth0Management(
    domain: String,
    clientId: String,
    clientSecret: String,
    configure: ApiClientConfig.Builder.() -> Unit = {},
): Auth0Management = Auth0Management(domain, ClientConfig(clientId) { this.clientSecret = clientSecret }, configure)

/**
 * Creates a client for the tenant [domain] with tokens for the client of [client], whose HTTP client sends the requests to the API
 * too, unless [configure] sets another one.
 */
@JvmSynthetic
public fun Auth0Management(
    domain: String,
    client: ClientConfig,
    configure: ApiClientConfig.Builder.() -> Unit = {},
): Auth0Management =
    Auth0Management(domain, Auth0Management.tokensOf(domain, client)) {
        httpClient = client.httpClient
        configure()
    }
