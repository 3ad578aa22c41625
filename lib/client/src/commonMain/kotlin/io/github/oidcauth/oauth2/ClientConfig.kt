// Tested by OpenIdSettingsTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenListener
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.openid.IdTokenSettings
import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * A client as it is registered at an authorization server.
 *
 * ```
 * val config = ClientConfig("my-client") { authentication = ClientSecretBasic(secret) }
 * ```
 *
 * Immutable and thread-safe. [toString] shows no secret.
 */
public class ClientConfig private constructor(builder: Builder) : ClientConfigForJava {
    private val settings: ClientConfigSettings = builder.settings.normalize()

    /** The `client_id` (RFC 6749 §2.2). */
    public val clientId: String get() = settings.clientId

    /**
     * The authentication method, or null to choose one that the server's metadata name and that works with [clientSecret],
     * [signingKey] or [clientCertificate].
     */
    public val authentication: ClientAuthentication? get() = settings.authentication

    internal val clientSecret: String? get() = settings.clientSecret
    internal val signingKey: Jwk? get() = settings.signingKey

    /** The certificate for mutual TLS, or null (RFC 8705). */
    public val clientCertificate: ClientCertificate? get() = settings.clientCertificate

    /** The DPoP setting, or null if tokens are not bound to a key of the client (RFC 9449). */
    public val dpop: DPoP? get() = settings.dpop

    /** The comparison of the issuer. */
    public val issuerCheck: IssuerCheck get() = settings.issuerCheck

    /** The settings for sending authorization requests and protecting their responses. */
    public val authorization: AuthorizationSettings get() = settings.authorization

    /** The ID tokens that the client accepts. */
    public val idToken: IdTokenSettings get() = settings.idToken

    /**
     * The protection of userinfo responses: `userinfo_signed_response_alg` and the related members. If it names a signature
     * algorithm, a response that is not signed is refused.
     */
    public val userInfo: JwtProtection get() = settings.userInfo

    /** The responses that the client accepts from [OAuth2Client.introspect]: JSON, or a JWT (RFC 9701). */
    public val introspection: IntrospectionSettings get() = settings.introspection

    /** Deviations that the client allows in the responses of the token endpoint. */
    public val tokenResponse: TokenResponseSettings get() = settings.tokenResponse

    /** The listener that is notified of the tokens that the client obtains, or null. */
    public val listener: TokenListener? get() = settings.listener

    /** The parameters of every token request, in order; a name may occur several times. */
    internal val tokenParameters: List<Pair<String, String>> get() = settings.tokenParameters

    internal val decryptionKeys: List<Jwk> get() = settings.decryptionKeys

    /** The client's secret, from any of the settings that contain it. */
    internal val sharedSecret: String? get() = settings.sharedSecret

    /** The maximum difference between the clocks of client and server. */
    @get:JvmSynthetic
    public val leeway: Duration get() = settings.leeway

    /** The maximum duration of one request, from connecting to the last byte of the response. */
    @get:JvmSynthetic
    public val requestTimeout: Duration get() = settings.requestTimeout

    /** The HTTP client that sends the requests, or null for the library's own. The library never closes it. */
    public val httpClient: HttpClient? get() = settings.httpClient

    /** The file of certificate authorities that are trusted in place of all others, or null. */
    public val caFile: String? get() = settings.caFile

    internal val proxy: String? get() = settings.proxy

    internal val insecureHttpAllowed: Boolean get() = settings.insecureHttpAllowed

    internal val quirks: ProviderQuirks get() = settings.quirks ?: ProviderQuirks.NONE

    /** Returns a builder that starts with these settings. */
    public fun newBuilder(): Builder = Builder(settings.copy())

    override fun equals(other: Any?): Boolean = other is ClientConfig && settings == other.settings

    override fun hashCode(): Int = settings.hashCode()

    override fun toString(): String = "ClientConfig(clientId=$clientId, authentication=$authentication)"

    /** Builds a [ClientConfig]. Not thread-safe. */
    public class Builder internal constructor(
        internal val settings: ClientConfigSettings,
    ) : ClientConfigBuilderForJava {
        /** @see ClientConfig.clientId */
        public val clientId: String get() = settings.clientId

        /** The authentication method. Default: chosen by the server's metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authentication: ClientAuthentication? by settings::authentication

        /** The client's secret, for the method that the server supports: `client_secret_basic` unless its metadata omit that. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientSecret: String? by settings::clientSecret

        /** The client's private key, for `private_key_jwt` with an algorithm that both the server and the key support. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var signingKey: Jwk? by settings::signingKey

        /** The certificate for mutual TLS. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientCertificate: ClientCertificate? by settings::clientCertificate

        /** The DPoP setting. Default: tokens are not bound to a key; they are bearer tokens. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var dpop: DPoP? by settings::dpop

        /** The comparison of the issuer. Default: exact. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var issuerCheck: IssuerCheck by settings::issuerCheck

        /** The settings for sending authorization requests and protecting their responses. Default: as the server requires. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authorization: AuthorizationSettings by settings::authorization

        /** The ID tokens that the client accepts. Default: as the specification requires, with the algorithms of the metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var idToken: IdTokenSettings by settings::idToken

        /** The protection of userinfo responses. Default: any that the metadata name, or none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var userInfo: JwtProtection by settings::userInfo

        /**
         * The responses that the client accepts from [OAuth2Client.introspect]. Default: JSON, or a JWT if the metadata name
         * one.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var introspection: IntrospectionSettings by settings::introspection

        /** Deviations that the client allows in the responses of the token endpoint. Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokenResponse: TokenResponseSettings by settings::tokenResponse

        /** The client's private keys for decrypting ID tokens, userinfo and other JWTs that the server encrypts. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var decryptionKeys: List<Jwk> by settings::decryptionKeys

        /**
         * The maximum difference between the clocks of client and server; not negative, 10 minutes at most. Default 60
         * seconds.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var leeway: Duration by settings::leeway

        /** The maximum duration of one request; more than zero. Default 30 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var requestTimeout: Duration by settings::requestTimeout

        /**
         * The HTTP client that sends the requests. It must not repeat POST requests by itself, and the library never closes
         * it. For plain http it should use HTTP/1.1 only: Ktor's Java engine requests HTTP/2 there, and some servers then
         * drop the body.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var httpClient: HttpClient? by settings::httpClient

        /**
         * The path of a file of certificate authorities in PEM form (RFC 7468 §5), such as the root of an organization. They
         * are trusted in place of all others, as with `curl --cacert`: not in addition to them. Not together with
         * [httpClient], which has its own trust. Default: the trust store of the JVM if the program set one, else
         * `SSL_CERT_FILE` and `SSL_CERT_DIR`, else what the JVM and the operating system trust.
         *
         * A first element `~` is the home directory. The file is read by the first https request, which throws
         * [InvalidConfigException] when it cannot be used. A client keeps the certificates that it has read; a client that is
         * made after the file has changed reads it again. Configurations with different files share no connection.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var caFile: String? by settings::caFile

        /**
         * The URL of the proxy for all addresses, such as `http://proxy.example.com:3128` or `socks5h://127.0.0.1:1080`; a user
         * name and password stand before an `@`. This machine is reached without it. Not together with [httpClient], which has
         * proxies of its own. Default: what the program, the JVM and the environment set (`HTTPS_PROXY` and others, see
         * `docs/networking.md`).
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var proxy: String? by settings::proxy

        internal var insecureHttpAllowed: Boolean by settings::insecureHttpAllowed

        /**
         * The listener that is notified of the tokens that [OAuth2Client.token] and polling jobs obtain, unless the request has
         * one ([RequestOptions.Builder.listener]). `authenticate` notifies it if the `Config` has no listener. Default none.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var listener: TokenListener? by settings::listener

        /** @see listener */
        public fun listener(listener: TokenListener): Builder = apply { this.listener = listener }

        /**
         * Adds a parameter that goes with every request to the token endpoint. A parameter of the same name in the request
         * itself replaces it. Parameters that the protocol sets itself, such as `client_id` or `code`, are refused by [build],
         * and so are `scope` and `authorization_details`, which belong to a request.
         */
        public fun tokenParameter(
            name: String,
            value: String,
        ): Builder = apply { settings.tokenParameters += name to value }

        internal var quirks: ProviderQuirks? by settings::quirks

        /** @see authentication */
        public fun authentication(authentication: ClientAuthentication): Builder = apply { this.authentication = authentication }

        /** @see clientSecret */
        public fun clientSecret(secret: String): Builder = apply { clientSecret = secret }

        /** @see signingKey */
        public fun signingKey(key: Jwk): Builder = apply { signingKey = key }

        /** @see clientCertificate */
        public fun clientCertificate(certificate: ClientCertificate): Builder = apply { clientCertificate = certificate }

        /** @see dpop */
        public fun dpop(dpop: DPoP): Builder = apply { this.dpop = dpop }

        /** @see issuerCheck */
        public fun issuerCheck(check: IssuerCheck): Builder = apply { issuerCheck = check }

        /** @see authorization */
        public fun authorization(settings: AuthorizationSettings): Builder = apply { authorization = settings }

        /** @see idToken */
        public fun idToken(settings: IdTokenSettings): Builder = apply { idToken = settings }

        /** @see userInfo */
        public fun userInfo(protection: JwtProtection): Builder = apply { userInfo = protection }

        /** @see introspection */
        public fun introspection(settings: IntrospectionSettings): Builder = apply { introspection = settings }

        /** @see tokenResponse */
        public fun tokenResponse(settings: TokenResponseSettings): Builder = apply { tokenResponse = settings }

        /** @see decryptionKeys */
        public fun decryptionKeys(vararg keys: Jwk): Builder = apply { decryptionKeys = keys.toList() }

        /** @see httpClient */
        public fun httpClient(client: HttpClient): Builder = apply { httpClient = client }

        /** @see caFile */
        public fun caFile(path: String): Builder = apply { caFile = path }

        /** @see proxy */
        public fun proxy(url: String): Builder = apply { proxy = url }

        /**
         * Allows secrets to be sent unencrypted to a server that is not this machine. Everybody on the network path can read
         * and use them. For test networks; http to this machine needs no permission.
         */
        @DelicateOidcAuthApi
        public fun allowInsecureHttp(): Builder = apply { insecureHttpAllowed = true }

        /** Returns the configuration. @throws InvalidConfigException if a setting cannot work. */
        @Throws(AuthException::class)
        public fun build(): ClientConfig = ClientConfig(this)

        override fun toString(): String = "ClientConfig.Builder(clientId=$clientId)"
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** Returns a builder for the client that the server knows as [clientId]. */
        @JvmStatic
        public fun builder(clientId: String): Builder = Builder(ClientConfigSettings(clientId))
    }
}

/**
 * Creates a configuration for the client that the server knows as [clientId]. @throws InvalidConfigException if a setting
 * cannot work.
 */
@JvmSynthetic
public inline fun ClientConfig(
    clientId: String,
    configure: ClientConfig.Builder.() -> Unit = {},
): ClientConfig = ClientConfig.builder(clientId).apply(configure).build()
