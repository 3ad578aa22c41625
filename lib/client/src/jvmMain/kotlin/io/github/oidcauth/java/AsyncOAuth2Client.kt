// Tested by JavaCounterpartsTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.concurrent.voidFuture
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.AuthorizationResponse
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ProtectedRequest
import io.github.oidcauth.oauth2.ProtectedResponse
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.TokenTypeHint
import io.github.oidcauth.oauth2.configOf
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.IdToken
import io.github.oidcauth.openid.IdTokenRequirements
import io.github.oidcauth.openid.LogoutOptions
import io.github.oidcauth.openid.LogoutRequest
import io.github.oidcauth.openid.UserInfo
import io.github.oidcauth.providers.Provider
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.function.Supplier
import kotlin.time.toKotlinDuration

/**
 * [OAuth2Client] with futures, from [BlockingOAuth2Client.async]. Each function that sends a request starts its work and
 * returns a future at once, which completes with the result or with an [AuthException]. The other functions return or throw as
 * those of [OAuth2Client] do.
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncOAuth2Client internal constructor(
    private val client: OAuth2Client,
) {
    /** @see OAuth2Client.metadata */
    public val metadata: ServerMetadata get() = client.metadata

    /** @see OAuth2Client.config */
    public val config: ClientConfig get() = client.config

    /** @see OAuth2Client.token */
    public fun token(grant: Grant): CompletableFuture<Token> = future { client.token(grant) }

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        grant: Grant,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): AsyncTokenSource = AsyncTokenSource(client.tokenSource(grant, options))

    /** Returns a source of tokens for the grants that [makeGrant] makes, one for each request: see [OAuth2Client.tokenSource]. */
    public fun tokenSource(makeGrant: Supplier<out CompletionStage<out Grant>>): AsyncTokenSource =
        tokenSource(TokenSourceOptions.DEFAULT, makeGrant)

    /** Returns a source of tokens for the grants that [makeGrant] makes, one for each request: see [OAuth2Client.tokenSource]. */
    public fun tokenSource(
        options: TokenSourceOptions,
        makeGrant: Supplier<out CompletionStage<out Grant>>,
    ): AsyncTokenSource =
        AsyncTokenSource(client.tokenSource(options) { awaitStage(makeGrant) })

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        code: DeviceCode,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): AsyncTokenSource = AsyncTokenSource(client.tokenSource(code, options))

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        authentication: BackchannelAuthentication,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): AsyncTokenSource = AsyncTokenSource(client.tokenSource(authentication, options))

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        token: Token,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): AsyncTokenSource = AsyncTokenSource(client.tokenSource(token, options))

    /** @see OAuth2Client.deviceAuthorization */
    @JvmOverloads
    public fun deviceAuthorization(options: RequestOptions = RequestOptions.NONE): CompletableFuture<DeviceCode> =
        future { client.deviceAuthorization(options) }

    /** @see OAuth2Client.deviceAuthorization */
    public fun deviceAuthorization(scope: String): CompletableFuture<DeviceCode> = future { client.deviceAuthorization(scope) }

    /** @see OAuth2Client.backchannelAuthentication */
    public fun backchannelAuthentication(
        request: BackchannelAuthenticationRequest,
    ): CompletableFuture<BackchannelAuthentication> =
        future { client.backchannelAuthentication(request) }

    /** @see OAuth2Client.pollingJob */
    @JvmOverloads
    public fun pollingJob(
        code: DeviceCode,
        options: RequestOptions = RequestOptions.NONE,
    ): AsyncPollingJob = AsyncPollingJob(client.pollingJob(code, options))

    /** @see OAuth2Client.devicePollingJob */
    @JvmOverloads
    public fun devicePollingJob(
        deviceCode: String,
        interval: Duration,
        options: RequestOptions = RequestOptions.NONE,
    ): AsyncPollingJob = AsyncPollingJob(
        client.devicePollingJob(deviceCode, interval.toKotlinDuration(), options = options),
    )

    /** @see OAuth2Client.pollingJob */
    @JvmOverloads
    public fun pollingJob(
        authentication: BackchannelAuthentication,
        options: RequestOptions = RequestOptions.NONE,
    ): AsyncPollingJob = AsyncPollingJob(client.pollingJob(authentication, options))

    /** @see OAuth2Client.backchannelPollingJob */
    @JvmOverloads
    public fun backchannelPollingJob(
        authReqId: String,
        interval: Duration,
        options: RequestOptions = RequestOptions.NONE,
    ): AsyncPollingJob =
        AsyncPollingJob(client.backchannelPollingJob(authReqId, interval.toKotlinDuration(), options = options))

    /** @see OAuth2Client.revoke */
    @JvmOverloads
    public fun revoke(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): CompletableFuture<Void?> = voidFuture { client.revoke(token, hint, options) }

    /** @see OAuth2Client.revoke */
    @JvmOverloads
    public fun revoke(
        token: Token,
        type: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): CompletableFuture<Void?> = voidFuture { client.revoke(token, type, options) }

    /** @see OAuth2Client.introspect */
    @JvmOverloads
    public fun introspect(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): CompletableFuture<Introspection> = future { client.introspect(token, hint, options) }

    /** @see OAuth2Client.introspect */
    @JvmOverloads
    public fun introspect(
        token: Token,
        type: TokenTypeHint = TokenTypeHint.ACCESS_TOKEN,
        options: RequestOptions = RequestOptions.NONE,
    ): CompletableFuture<Introspection> = future { client.introspect(token, type, options) }

    /** @see OAuth2Client.validateIdToken */
    @JvmOverloads
    public fun validateIdToken(
        raw: String,
        requirements: IdTokenRequirements = IdTokenRequirements.NONE,
    ): CompletableFuture<IdToken> = future { client.validateIdToken(raw, requirements) }

    /** @see OAuth2Client.validateIdToken */
    @JvmOverloads
    public fun validateIdToken(
        token: Token,
        requirements: IdTokenRequirements = IdTokenRequirements.NONE,
    ): CompletableFuture<IdToken> = future { client.validateIdToken(token, requirements) }

    /** @see OAuth2Client.validateAccessToken */
    public fun validateAccessToken(
        raw: String,
        audience: String,
    ): CompletableFuture<Map<String, Any?>> = future { client.validateAccessToken(raw, audience).toPlainMap() }

    /** @see OAuth2Client.validateAccessToken */
    @DelicateOidcAuthApi
    public fun validateAccessToken(raw: String): CompletableFuture<Map<String, Any?>> =
        future { client.validateAccessToken(raw).toPlainMap() }

    /** @see OAuth2Client.jwks */
    public fun jwks(): CompletableFuture<JwkSet> = future { client.jwks() }

    /** @see OAuth2Client.refreshJwks */
    public fun refreshJwks(): CompletableFuture<JwkSet> = future { client.refreshJwks() }

    /** @see OAuth2Client.userInfo */
    public fun userInfo(token: Token): CompletableFuture<UserInfo> = future { client.userInfo(token) }

    /** @see OAuth2Client.userInfo */
    public fun userInfo(
        token: Token,
        subject: ExpectedSubject,
    ): CompletableFuture<UserInfo> = future { client.userInfo(token, subject) }

    /** @see OAuth2Client.userInfo */
    public fun userInfo(
        accessToken: String,
        subject: ExpectedSubject,
    ): CompletableFuture<UserInfo> = future { client.userInfo(accessToken, subject) }

    /** @see OAuth2Client.userInfo */
    @DelicateOidcAuthApi
    public fun userInfo(accessToken: String): CompletableFuture<UserInfo> = future { client.userInfo(accessToken) }

    /** @see OAuth2Client.logoutRequest */
    @JvmOverloads
    public fun logoutRequest(options: LogoutOptions = LogoutOptions.NONE): LogoutRequest = client.logoutRequest(options)

    /** @see OAuth2Client.authorizationRequestBuilder */
    public fun authorizationRequest(redirectUri: String): AuthorizationRequestBuilder =
        client.authorizationRequestBuilder(redirectUri)

    /** @see OAuth2Client.prepare */
    public fun prepare(
        request: AuthorizationRequest,
    ): CompletableFuture<AuthorizationRequest> = future { client.prepare(request) }

    /** @see OAuth2Client.sign */
    public fun sign(request: AuthorizationRequest): CompletableFuture<AuthorizationRequest> = future { client.sign(request) }

    /** @see OAuth2Client.push */
    public fun push(request: AuthorizationRequest): CompletableFuture<AuthorizationRequest> = future { client.push(request) }

    /** @see OAuth2Client.validate */
    public fun validate(
        request: AuthorizationRequest,
        response: String,
    ): CompletableFuture<AuthorizationResponse> = future { client.validate(request, response) }

    /** @see OAuth2Client.validate */
    public fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, *>,
    ): CompletableFuture<AuthorizationResponse> = future { client.validate(request, parameters) }

    /** @see OAuth2Client.validateForm */
    public fun validateForm(
        request: AuthorizationRequest,
        form: String,
    ): CompletableFuture<AuthorizationResponse> = future { client.validateForm(request, form) }

    /** @see OAuth2Client.request */
    public fun request(
        token: Token,
        request: ProtectedRequest,
    ): CompletableFuture<ProtectedResponse> = future { client.request(token, request) }

    /** @see OAuth2Client.request */
    public fun request(
        accessToken: String,
        request: ProtectedRequest,
    ): CompletableFuture<ProtectedResponse> = future { client.request(accessToken, request) }

    /** @see OAuth2Client.authorizationHeaders */
    public fun authorizationHeaders(
        token: Token,
        method: String,
        url: String,
    ): Map<String, String> = client.authorizationHeaders(token, method, url)

    /** @see OAuth2Client.learnNonce */
    public fun learnNonce(
        url: String,
        nonce: String?,
    ): Unit = client.learnNonce(url, nonce)

    override fun toString(): String = client.toString()

    public companion object {
        /**
         * Returns the client [clientId] of the server [issuer], with the metadata that it publishes. Without [clientSecret], it
         * is a public client.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        @JvmOverloads
        public fun discover(
            issuer: String,
            clientId: String,
            clientSecret: String? = null,
        ): CompletableFuture<AsyncOAuth2Client> = discover(issuer, configOf(clientId, clientSecret))

        /**
         * Returns the client [clientId] of the server [issuer], with the metadata that it publishes. It authenticates with the
         * private [signingKey] (`private_key_jwt`).
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        public fun discover(
            issuer: String,
            clientId: String,
            signingKey: Jwk,
        ): CompletableFuture<AsyncOAuth2Client> = discover(issuer, configOf(clientId, signingKey))

        /**
         * Returns the client of [config] at the server [issuer], with the metadata that it publishes.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        public fun discover(
            issuer: String,
            config: ClientConfig,
        ): CompletableFuture<AsyncOAuth2Client> = future { of(OAuth2Client.discover(issuer, config)) }

        /**
         * Returns the client [clientId] of the server whose token endpoint is [tokenEndpoint], an https URL (http on this
         * machine). Without [clientSecret], it is a public client. No request is made. It knows no other endpoint and no keys of
         * the server: for those use [discover].
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(
            tokenEndpoint: String,
            clientId: String,
            clientSecret: String? = null,
        ): AsyncOAuth2Client = of(tokenEndpoint, configOf(clientId, clientSecret))

        /**
         * Returns the client [clientId], which authenticates with the private [signingKey] (`private_key_jwt`), of the server
         * whose token endpoint is [tokenEndpoint]. No request is made.
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        public fun of(
            tokenEndpoint: String,
            clientId: String,
            signingKey: Jwk,
        ): AsyncOAuth2Client = of(tokenEndpoint, configOf(clientId, signingKey))

        /**
         * Returns the client [clientId], which authenticates by [authentication], of the server whose token endpoint is
         * [tokenEndpoint]. No request is made.
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        public fun of(
            tokenEndpoint: String,
            clientId: String,
            authentication: ClientAuthentication,
        ): AsyncOAuth2Client = of(tokenEndpoint, configOf(clientId, authentication))

        /**
         * Returns the client of [config] at the server whose token endpoint is [tokenEndpoint]. No request is made.
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        public fun of(
            tokenEndpoint: String,
            config: ClientConfig,
        ): AsyncOAuth2Client = of(OAuth2Client(tokenEndpoint, config))

        /**
         * Returns the client [clientId] of a server whose [metadata] the caller knows. Without [clientSecret], it is a public
         * client. No request is made.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(
            metadata: ServerMetadata,
            clientId: String,
            clientSecret: String? = null,
        ): AsyncOAuth2Client = of(metadata, configOf(clientId, clientSecret))

        /**
         * Returns the client [clientId], which authenticates by [authentication], of a server whose [metadata] the caller knows.
         * No request is made.
         */
        @JvmStatic
        public fun of(
            metadata: ServerMetadata,
            clientId: String,
            authentication: ClientAuthentication,
        ): AsyncOAuth2Client = of(metadata, configOf(clientId, authentication))

        /** Returns the client of [config] at a server whose [metadata] the caller knows. No request is made. */
        @JvmStatic
        public fun of(
            metadata: ServerMetadata,
            config: ClientConfig,
        ): AsyncOAuth2Client = of(OAuth2Client(metadata, config))

        /**
         * Returns the client [clientId] of [provider]. Without [clientSecret], it is a public client. The metadata are fetched,
         * unless they are built in.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(
            provider: Provider,
            clientId: String,
            clientSecret: String? = null,
        ): CompletableFuture<AsyncOAuth2Client> = of(provider, configOf(clientId, clientSecret))

        /**
         * Returns the client of [config] at [provider]. Its metadata are fetched, unless they are built in.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        public fun of(
            provider: Provider,
            config: ClientConfig,
        ): CompletableFuture<AsyncOAuth2Client> = future { of(OAuth2Client.of(provider, config)) }

        /** @see OAuth2Client.byIssuerOf */
        @JvmStatic
        public fun byIssuerOf(
            token: String,
            clients: Collection<AsyncOAuth2Client>,
        ): AsyncOAuth2Client? {
            val found = OAuth2Client.byIssuerOf(token, clients.map { it.client })
            return clients.firstOrNull { it.client === found }
        }

        /** @see OAuth2Client.byIssuerOf */
        @JvmStatic
        public fun byIssuerOf(
            token: Token,
            clients: Collection<AsyncOAuth2Client>,
        ): AsyncOAuth2Client? = byIssuerOf(token.accessToken, clients)

        /** Returns the form with futures of [client]. */
        @JvmStatic
        public fun of(client: OAuth2Client): AsyncOAuth2Client = AsyncOAuth2Client(client)
    }
}
