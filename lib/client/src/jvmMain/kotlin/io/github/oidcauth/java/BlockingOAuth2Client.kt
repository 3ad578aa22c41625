// Tested by AuthorizationFromJavaTest and OpenIdFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.concurrent.functionThreads
import io.github.oidcauth.internal.concurrent.runBlocking
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
import java.util.concurrent.Callable
import kotlin.time.toKotlinDuration

/**
 * [OAuth2Client] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. Thread-safe.
 */
public class BlockingOAuth2Client private constructor(
    private val client: OAuth2Client,
) {
    /** @see OAuth2Client.metadata */
    public val metadata: ServerMetadata get() = client.metadata

    /** @see OAuth2Client.config */
    public val config: ClientConfig get() = client.config

    /** @see OAuth2Client.token */
    @Throws(AuthException::class)
    public fun token(grant: Grant): Token = runBlocking { client.token(grant) }

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        grant: Grant,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): BlockingTokenSource = BlockingTokenSource(client.tokenSource(grant, options))

    /** Returns a source of tokens for the grants that [makeGrant] makes, one for each request: see [OAuth2Client.tokenSource]. */
    public fun tokenSource(makeGrant: Callable<out Grant>): BlockingTokenSource =
        tokenSource(TokenSourceOptions.DEFAULT, makeGrant)

    /** Returns a source of tokens for the grants that [makeGrant] makes, one for each request: see [OAuth2Client.tokenSource]. */
    public fun tokenSource(
        options: TokenSourceOptions,
        makeGrant: Callable<out Grant>,
    ): BlockingTokenSource =
        BlockingTokenSource(client.tokenSource(options) { callSource(functionThreads, makeGrant::call) })

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        code: DeviceCode,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): BlockingTokenSource = BlockingTokenSource(client.tokenSource(code, options))

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        authentication: BackchannelAuthentication,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): BlockingTokenSource = BlockingTokenSource(client.tokenSource(authentication, options))

    /** @see OAuth2Client.tokenSource */
    @JvmOverloads
    public fun tokenSource(
        token: Token,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): BlockingTokenSource = BlockingTokenSource(client.tokenSource(token, options))

    /** @see OAuth2Client.deviceAuthorization */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun deviceAuthorization(options: RequestOptions = RequestOptions.NONE): DeviceCode =
        runBlocking { client.deviceAuthorization(options) }

    /** @see OAuth2Client.deviceAuthorization */
    @Throws(AuthException::class)
    public fun deviceAuthorization(scope: String): DeviceCode = runBlocking { client.deviceAuthorization(scope) }

    /** @see OAuth2Client.backchannelAuthentication */
    @Throws(AuthException::class)
    public fun backchannelAuthentication(request: BackchannelAuthenticationRequest): BackchannelAuthentication =
        runBlocking { client.backchannelAuthentication(request) }

    /** @see OAuth2Client.pollingJob */
    @JvmOverloads
    public fun pollingJob(
        code: DeviceCode,
        options: RequestOptions = RequestOptions.NONE,
    ): BlockingPollingJob = BlockingPollingJob(client.pollingJob(code, options))

    /** @see OAuth2Client.devicePollingJob */
    @JvmOverloads
    public fun devicePollingJob(
        deviceCode: String,
        interval: Duration,
        options: RequestOptions = RequestOptions.NONE,
    ): BlockingPollingJob = BlockingPollingJob(
        client.devicePollingJob(deviceCode, interval.toKotlinDuration(), options = options),
    )

    /** @see OAuth2Client.pollingJob */
    @JvmOverloads
    public fun pollingJob(
        authentication: BackchannelAuthentication,
        options: RequestOptions = RequestOptions.NONE,
    ): BlockingPollingJob = BlockingPollingJob(client.pollingJob(authentication, options))

    /** @see OAuth2Client.backchannelPollingJob */
    @JvmOverloads
    public fun backchannelPollingJob(
        authReqId: String,
        interval: Duration,
        options: RequestOptions = RequestOptions.NONE,
    ): BlockingPollingJob =
        BlockingPollingJob(client.backchannelPollingJob(authReqId, interval.toKotlinDuration(), options = options))

    /** @see OAuth2Client.revoke */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun revoke(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Unit = runBlocking { client.revoke(token, hint, options) }

    /** @see OAuth2Client.revoke */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun revoke(
        token: Token,
        type: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Unit = runBlocking { client.revoke(token, type, options) }

    /** @see OAuth2Client.introspect */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun introspect(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Introspection = runBlocking { client.introspect(token, hint, options) }

    /** @see OAuth2Client.introspect */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun introspect(
        token: Token,
        type: TokenTypeHint = TokenTypeHint.ACCESS_TOKEN,
        options: RequestOptions = RequestOptions.NONE,
    ): Introspection = runBlocking { client.introspect(token, type, options) }

    /** @see OAuth2Client.validateIdToken */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun validateIdToken(
        raw: String,
        requirements: IdTokenRequirements = IdTokenRequirements.NONE,
    ): IdToken = runBlocking { client.validateIdToken(raw, requirements) }

    /** @see OAuth2Client.validateIdToken */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun validateIdToken(
        token: Token,
        requirements: IdTokenRequirements = IdTokenRequirements.NONE,
    ): IdToken = runBlocking { client.validateIdToken(token, requirements) }

    /** @see OAuth2Client.validateAccessToken */
    @Throws(AuthException::class)
    public fun validateAccessToken(
        raw: String,
        audience: String,
    ): Map<String, Any?> = runBlocking { client.validateAccessToken(raw, audience).toPlainMap() }

    /** @see OAuth2Client.validateAccessToken */
    @DelicateOidcAuthApi
    @Throws(AuthException::class)
    public fun validateAccessToken(raw: String): Map<String, Any?> =
        runBlocking { client.validateAccessToken(raw).toPlainMap() }

    /** @see OAuth2Client.jwks */
    @Throws(AuthException::class)
    public fun jwks(): JwkSet = runBlocking { client.jwks() }

    /** @see OAuth2Client.refreshJwks */
    @Throws(AuthException::class)
    public fun refreshJwks(): JwkSet = runBlocking { client.refreshJwks() }

    /** @see OAuth2Client.userInfo */
    @Throws(AuthException::class)
    public fun userInfo(token: Token): UserInfo = runBlocking { client.userInfo(token) }

    /** @see OAuth2Client.userInfo */
    @Throws(AuthException::class)
    public fun userInfo(
        token: Token,
        subject: ExpectedSubject,
    ): UserInfo = runBlocking { client.userInfo(token, subject) }

    /** @see OAuth2Client.userInfo */
    @Throws(AuthException::class)
    public fun userInfo(
        accessToken: String,
        subject: ExpectedSubject,
    ): UserInfo = runBlocking { client.userInfo(accessToken, subject) }

    /** @see OAuth2Client.userInfo */
    @DelicateOidcAuthApi
    @Throws(AuthException::class)
    public fun userInfo(accessToken: String): UserInfo = runBlocking { client.userInfo(accessToken) }

    /** @see OAuth2Client.logoutRequest */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun logoutRequest(options: LogoutOptions = LogoutOptions.NONE): LogoutRequest = client.logoutRequest(options)

    /** @see OAuth2Client.authorizationRequestBuilder */
    public fun authorizationRequest(redirectUri: String): AuthorizationRequestBuilder =
        client.authorizationRequestBuilder(redirectUri)

    /** @see OAuth2Client.prepare */
    @Throws(AuthException::class)
    public fun prepare(request: AuthorizationRequest): AuthorizationRequest = runBlocking { client.prepare(request) }

    /** @see OAuth2Client.sign */
    @Throws(AuthException::class)
    public fun sign(request: AuthorizationRequest): AuthorizationRequest = runBlocking { client.sign(request) }

    /** @see OAuth2Client.push */
    @Throws(AuthException::class)
    public fun push(request: AuthorizationRequest): AuthorizationRequest = runBlocking { client.push(request) }

    /** @see OAuth2Client.validate */
    @Throws(AuthException::class)
    public fun validate(
        request: AuthorizationRequest,
        response: String,
    ): AuthorizationResponse = runBlocking { client.validate(request, response) }

    /** @see OAuth2Client.validate */
    @Throws(AuthException::class)
    public fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, *>,
    ): AuthorizationResponse = runBlocking { client.validate(request, parameters) }

    /** @see OAuth2Client.validateForm */
    @Throws(AuthException::class)
    public fun validateForm(
        request: AuthorizationRequest,
        form: String,
    ): AuthorizationResponse = runBlocking { client.validateForm(request, form) }

    /** @see OAuth2Client.request */
    @Throws(AuthException::class)
    public fun request(
        token: Token,
        request: ProtectedRequest,
    ): ProtectedResponse = runBlocking { client.request(token, request) }

    /** @see OAuth2Client.request */
    @Throws(AuthException::class)
    public fun request(
        accessToken: String,
        request: ProtectedRequest,
    ): ProtectedResponse = runBlocking { client.request(accessToken, request) }

    /** @see OAuth2Client.authorizationHeaders */
    @Throws(AuthException::class)
    public fun authorizationHeaders(
        token: Token,
        method: String,
        url: String,
    ): Map<String, String> = client.authorizationHeaders(token, method, url)

    /** @see OAuth2Client.learnNonce */
    @Throws(AuthException::class)
    public fun learnNonce(
        url: String,
        nonce: String?,
    ): Unit = client.learnNonce(url, nonce)

    /** Returns the same client with futures. */
    public fun async(): AsyncOAuth2Client = AsyncOAuth2Client(client)

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
        @Throws(AuthException::class)
        public fun discover(
            issuer: String,
            clientId: String,
            clientSecret: String? = null,
        ): BlockingOAuth2Client = discover(issuer, configOf(clientId, clientSecret))

        /**
         * Returns the client [clientId] of the server [issuer], with the metadata that it publishes. It authenticates with the
         * private [signingKey] (`private_key_jwt`).
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun discover(
            issuer: String,
            clientId: String,
            signingKey: Jwk,
        ): BlockingOAuth2Client = discover(issuer, configOf(clientId, signingKey))

        /**
         * Returns the client of [config] at the server [issuer], with the metadata that it publishes.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun discover(
            issuer: String,
            config: ClientConfig,
        ): BlockingOAuth2Client = runBlocking { of(OAuth2Client.discover(issuer, config)) }

        /**
         * Returns the client [clientId] of the server whose token endpoint is [tokenEndpoint], an https URL (http on this
         * machine). Without [clientSecret], it is a public client. No request is made. It knows no other endpoint and no keys of
         * the server: for those use [discover].
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun of(
            tokenEndpoint: String,
            clientId: String,
            clientSecret: String? = null,
        ): BlockingOAuth2Client = of(tokenEndpoint, configOf(clientId, clientSecret))

        /**
         * Returns the client [clientId], which authenticates with the private [signingKey] (`private_key_jwt`), of the server
         * whose token endpoint is [tokenEndpoint]. No request is made.
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            tokenEndpoint: String,
            clientId: String,
            signingKey: Jwk,
        ): BlockingOAuth2Client = of(tokenEndpoint, configOf(clientId, signingKey))

        /**
         * Returns the client [clientId], which authenticates by [authentication], of the server whose token endpoint is
         * [tokenEndpoint]. No request is made.
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            tokenEndpoint: String,
            clientId: String,
            authentication: ClientAuthentication,
        ): BlockingOAuth2Client = of(tokenEndpoint, configOf(clientId, authentication))

        /**
         * Returns the client of [config] at the server whose token endpoint is [tokenEndpoint]. No request is made.
         *
         * @throws AuthException if [tokenEndpoint] is not a URL.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            tokenEndpoint: String,
            config: ClientConfig,
        ): BlockingOAuth2Client = of(OAuth2Client(tokenEndpoint, config))

        /**
         * Returns the client [clientId] of a server whose [metadata] the caller knows. Without [clientSecret], it is a public
         * client. No request is made.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun of(
            metadata: ServerMetadata,
            clientId: String,
            clientSecret: String? = null,
        ): BlockingOAuth2Client = of(metadata, configOf(clientId, clientSecret))

        /**
         * Returns the client [clientId], which authenticates by [authentication], of a server whose [metadata] the caller knows.
         * No request is made.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            metadata: ServerMetadata,
            clientId: String,
            authentication: ClientAuthentication,
        ): BlockingOAuth2Client = of(metadata, configOf(clientId, authentication))

        /** Returns the client of [config] at a server whose [metadata] the caller knows. No request is made. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            metadata: ServerMetadata,
            config: ClientConfig,
        ): BlockingOAuth2Client = of(OAuth2Client(metadata, config))

        /**
         * Returns the client [clientId] of [provider]. Without [clientSecret], it is a public client. The metadata are fetched,
         * unless they are built in.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun of(
            provider: Provider,
            clientId: String,
            clientSecret: String? = null,
        ): BlockingOAuth2Client = of(provider, configOf(clientId, clientSecret))

        /**
         * Returns the client of [config] at [provider]. Its metadata are fetched, unless they are built in.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            provider: Provider,
            config: ClientConfig,
        ): BlockingOAuth2Client = runBlocking { of(OAuth2Client.of(provider, config)) }

        /** @see OAuth2Client.byIssuerOf */
        @JvmStatic
        public fun byIssuerOf(
            token: String,
            clients: Collection<BlockingOAuth2Client>,
        ): BlockingOAuth2Client? {
            val found = OAuth2Client.byIssuerOf(token, clients.map { it.client })
            return clients.firstOrNull { it.client === found }
        }

        /** @see OAuth2Client.byIssuerOf */
        @JvmStatic
        public fun byIssuerOf(
            token: Token,
            clients: Collection<BlockingOAuth2Client>,
        ): BlockingOAuth2Client? = byIssuerOf(token.accessToken, clients)

        /** Returns the blocking form of [client]. */
        @JvmStatic
        public fun of(client: OAuth2Client): BlockingOAuth2Client = BlockingOAuth2Client(client)
    }
}
