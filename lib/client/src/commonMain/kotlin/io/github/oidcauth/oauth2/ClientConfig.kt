// Tested by OpenIdSettingsTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.openid.IdTokenSettings
import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * A client as it is registered at an authorization server.
 *
 * ```
 * val config = ClientConfig("my-client") { authentication = ClientSecretBasic(secret) }
 * ```
 *
 * Immutable and thread-safe. [toString] shows no secret.
 */
public class ClientConfig private constructor(builder: Builder) {
    private val settings: ClientConfigSettings = builder.settings.normalize()

    /** The `client_id` (RFC 6749 §2.2). */
    public val clientId: String get() = settings.clientId

    /**
     * The authentication of the client, or null to choose one by the server's metadata that [clientSecret], [signingKey] or
     * [clientCertificate] allows.
     */
    public val authentication: ClientAuthentication? get() = settings.authentication

    internal val clientSecret: String? get() = settings.clientSecret
    internal val signingKey: Jwk? get() = settings.signingKey

    /** The certificate for mutual TLS, or null (RFC 8705). */
    public val clientCertificate: ClientCertificate? get() = settings.clientCertificate

    /** The binding of tokens to a key of the client, or null if they are not bound (RFC 9449). */
    public val dpop: DPoP? get() = settings.dpop

    /** The comparison of the issuer. */
    public val issuerCheck: IssuerCheck get() = settings.issuerCheck

    /** The way of authorization requests to the server, and the protection of its responses. */
    public val authorization: AuthorizationSettings get() = settings.authorization

    /** The requirements that ID tokens have to meet. */
    public val idToken: IdTokenSettings get() = settings.idToken

    /**
     * The signature and encryption of userinfo responses: `userinfo_signed_response_alg`, `userinfo_encrypted_response_alg` and
     * `userinfo_encrypted_response_enc`. With a signature algorithm a response that is not signed is refused.
     */
    public val userInfo: JwtProtection get() = settings.userInfo

    /** The requirements that responses of [OAuth2Client.introspect] have to meet: JSON, or a JWT (RFC 9701). */
    public val introspection: IntrospectionSettings get() = settings.introspection

    /** Deviations that the client allows in the responses of the token endpoint. */
    public val tokenResponse: TokenResponseSettings get() = settings.tokenResponse

    internal val decryptionKeys: List<Jwk> get() = settings.decryptionKeys

    /** The client's secret, from the setting in which it was given. */
    internal val sharedSecret: String? get() = settings.sharedSecret

    /** The difference that the clocks of client and server may have. */
    @get:JvmSynthetic
    public val leeway: Duration get() = settings.leeway

    /** The time that one request may take, from connecting to the last byte of the response. */
    @get:JvmSynthetic
    public val requestTimeout: Duration get() = settings.requestTimeout

    /** The HTTP client that sends the requests, or null for that of the library. The library never closes it. */
    public val httpClient: HttpClient? get() = settings.httpClient

    /** The file of certificate authorities that are trusted in place of all others, or null. */
    public val caFile: String? get() = settings.caFile

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
    ) {
        /** @see ClientConfig.clientId */
        public val clientId: String get() = settings.clientId

        /** The authentication of the client. Default: chosen by the server's metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authentication: ClientAuthentication? by settings::authentication

        /**
         * The client's secret, for the method that the server offers: `client_secret_basic` unless its metadata leave that out.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientSecret: String? by settings::clientSecret

        /** The client's private key, for `private_key_jwt` with an algorithm that the server and the key offer. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var signingKey: Jwk? by settings::signingKey

        /** The certificate for mutual TLS. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientCertificate: ClientCertificate? by settings::clientCertificate

        /** The binding of tokens to a key of the client. Default none: they are bearer tokens. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var dpop: DPoP? by settings::dpop

        /** The comparison of the issuer. Default: it has to be exactly the same. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var issuerCheck: IssuerCheck by settings::issuerCheck

        /**
         * The way of authorization requests to the server, and the protection of its responses. Default: as the server requires.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authorization: AuthorizationSettings by settings::authorization

        /**
         * The requirements that ID tokens have to meet. Default: those of the specification, with the algorithms of the metadata.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var idToken: IdTokenSettings by settings::idToken

        /** The signature and encryption of userinfo responses. Default: any that the metadata offer, or none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var userInfo: JwtProtection by settings::userInfo

        /**
         * The requirements that responses of [OAuth2Client.introspect] have to meet. Default: JSON, or a JWT as the metadata
         * offer it.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var introspection: IntrospectionSettings by settings::introspection

        /** Deviations that the client allows in the responses of the token endpoint. Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokenResponse: TokenResponseSettings by settings::tokenResponse

        /** The client's private keys for what the server encrypts to it: ID tokens, userinfo and the like. Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var decryptionKeys: List<Jwk> by settings::decryptionKeys

        /** The difference that the clocks of client and server may have; not negative, 10 minutes at most. Default 60 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var leeway: Duration by settings::leeway

        /** The time that one request may take; more than zero. Default 30 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var requestTimeout: Duration by settings::requestTimeout

        /**
         * The HTTP client that sends the requests; it must not repeat POST requests by itself, and it is never closed. On plain
         * http it should speak HTTP/1.1 only: Ktor's Java engine asks for HTTP/2 there, and some servers then drop the body.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var httpClient: HttpClient? by settings::httpClient

        /**
         * The path of a file of certificate authorities in PEM form (RFC 7468 §5), such as the root of an organization. They are
         * trusted in place of all others, as with `curl --cacert`: not in addition to them. Not together with [httpClient], which
         * has its own trust. Default: the trust store of the JVM if the program set one, else `SSL_CERT_FILE` and `SSL_CERT_DIR`,
         * else what the JVM and the operating system trust.
         *
         * A first element `~` is the home directory. The file is read by the first https request, which throws
         * [InvalidConfigException] when it cannot be used. A client keeps what it has read; one that is created after the file
         * has changed reads it anew. Configurations with different files share no connection.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var caFile: String? by settings::caFile

        internal var insecureHttpAllowed: Boolean by settings::insecureHttpAllowed

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

        /** The difference that the clocks of client and server may have, in seconds; not negative, 600 at most. Default 60. */
        public fun leewaySeconds(seconds: Long): Builder = apply { leeway = seconds.seconds }

        /** The time that one request may take, in seconds; more than zero. Default 30. */
        public fun requestTimeoutSeconds(seconds: Long): Builder = apply { requestTimeout = seconds.seconds }

        /** @see httpClient */
        public fun httpClient(client: HttpClient): Builder = apply { httpClient = client }

        /** @see caFile */
        public fun caFile(path: String): Builder = apply { caFile = path }

        /**
         * Lets secrets travel unencrypted to a server that is not this machine. Everybody on the way can read and use them. For
         * test networks. For http to this machine, this is not needed.
         */
        @DelicateOidcAuthApi
        public fun allowInsecureHttp(): Builder = apply { insecureHttpAllowed = true }

        /** Returns the configuration. @throws InvalidConfigException when a setting cannot work. */
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
 * Returns a configuration for the client that the server knows as [clientId].
 *
 * @throws InvalidConfigException when a setting cannot work.
 */
@JvmSynthetic
public inline fun ClientConfig(
    clientId: String,
    configure: ClientConfig.Builder.() -> Unit = {},
): ClientConfig = ClientConfig.builder(clientId).apply(configure).build()
