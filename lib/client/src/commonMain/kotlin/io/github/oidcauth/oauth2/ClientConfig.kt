package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.transport.CaFileRule
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.openid.IdTokenSettings
import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
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
    /** `client_id` (RFC 6749 §2.2). */
    public val clientId: String = builder.clientId

    /**
     * How the client authenticates itself, or null to choose by the server's metadata among what [clientSecret], [signingKey]
     * and [clientCertificate] can do.
     */
    public val authentication: ClientAuthentication? = builder.authentication

    internal val clientSecret: String? = builder.clientSecret
    internal val signingKey: Jwk? = builder.signingKey

    /** The certificate for mutual TLS, or null (RFC 8705). */
    public val clientCertificate: ClientCertificate? = builder.clientCertificate

    /** How tokens are bound to a key of the client, or null when they are not (RFC 9449). */
    public val dpop: DPoP? = builder.dpop

    /** How the issuer is compared. */
    public val issuerCheck: IssuerCheck = builder.issuerCheck

    /** How authorization requests get to the server, and how its responses are protected. */
    public val authorization: AuthorizationSettings = builder.authorization

    /** What the client accepts as an ID token. */
    public val idToken: IdTokenSettings = builder.idToken

    /**
     * How userinfo responses are signed and encrypted: `userinfo_signed_response_alg` and its kin. With a signature algorithm a
     * response that is not signed is refused.
     */
    public val userInfo: JwtProtection = builder.userInfo

    /** What the client accepts as the response of [OAuth2Client.introspect]: JSON, or a JWT (RFC 9701). */
    public val introspection: IntrospectionSettings = builder.introspection

    /** Deviations that the client allows in the responses of the token endpoint. */
    public val tokenResponse: TokenResponseSettings = builder.tokenResponse

    internal val decryptionKeys: List<Jwk> = builder.decryptionKeys.toList()

    /** The client's secret, in whichever setting it was given. */
    internal val sharedSecret: String?
        get() =
            clientSecret ?: when (authentication) {
                is ClientSecretBasic -> authentication.clientSecret
                is ClientSecretPost -> authentication.clientSecret
                is ClientSecretJwt -> authentication.clientSecret
                else -> null
            }

    /** How far the clocks of client and server may be apart. */
    @get:JvmSynthetic
    public val leeway: Duration =
        builder.leeway.also { require(it in Duration.ZERO..MAX_LEEWAY) { "The leeway is from 0 to $MAX_LEEWAY." } }

    /** How long one request may take, from connecting to the last byte of the response. */
    @get:JvmSynthetic
    public val requestTimeout: Duration = builder.requestTimeout

    /** The client that requests are made with, or null for the library's own. It is never closed by the library. */
    public val httpClient: HttpClient? = builder.httpClient

    /** The file of certificate authorities that are trusted in place of all others, or null. */
    public val caFile: String? = CaFileRule.validate(builder.caFile, builder.httpClient)

    internal val insecureHttpAllowed: Boolean = builder.insecureHttpAllowed

    internal val quirks: ProviderQuirks = builder.quirks

    init {
        if (clientId.isEmpty()) throw InvalidConfigException("The client id is empty. It is what the server calls your program.")
        if (!requestTimeout.isPositive()) {
            throw InvalidConfigException(
                "The request timeout is $requestTimeout; it must be more than zero.",
            )
        }
        if (decryptionKeys.any { !it.isPrivate }) {
            throw InvalidConfigException(
                "A decryption key is the public half, with which nothing can be decrypted. Give the private one.",
            )
        }
        val usesSecret = listOf(idToken.protection, userInfo, introspection.protection, authorization.responses).any {
            it.signedResponseAlgorithms.orEmpty().any { alg ->
                alg.isSymmetric
            }
        }
        if (usesSecret && sharedSecret == null) {
            throw InvalidConfigException(
                "HS256, HS384 and HS512 have the client's secret as key, and there is none in the settings.",
            )
        }
        if (httpClient != null && clientCertificate != null) {
            throw InvalidConfigException(
                "A client certificate cannot be given to an HTTP client of your own. Configure it there, or leave one of both out.",
            )
        }
        val needsCertificate = authentication is TlsClientAuth || authentication is SelfSignedTlsClientAuth
        if (needsCertificate && clientCertificate == null && httpClient == null) {
            throw InvalidConfigException(
                "The authentication ${authentication.method} is a certificate, and there is none in the settings.",
            )
        }
    }

    /** A builder that starts with these settings. */
    public fun newBuilder(): Builder =
        Builder(clientId).also {
            it.authentication = authentication
            it.clientSecret = clientSecret
            it.signingKey = signingKey
            it.clientCertificate = clientCertificate
            it.dpop = dpop
            it.issuerCheck = issuerCheck
            it.authorization = authorization
            it.idToken = idToken
            it.userInfo = userInfo
            it.introspection = introspection
            it.tokenResponse = tokenResponse
            it.decryptionKeys = decryptionKeys
            it.leeway = leeway
            it.requestTimeout = requestTimeout
            it.httpClient = httpClient
            it.caFile = caFile
            it.insecureHttpAllowed = insecureHttpAllowed
            it.quirks = quirks
        }

    private fun settings(): List<Any?> =
        listOf(
            clientId,
            authentication,
            clientSecret,
            signingKey,
            clientCertificate,
            dpop,
            issuerCheck,
            authorization,
            idToken,
            userInfo,
            introspection,
            tokenResponse,
            decryptionKeys,
            leeway,
            requestTimeout,
            httpClient,
            caFile,
            insecureHttpAllowed,
            quirks,
        )

    override fun equals(other: Any?): Boolean = other is ClientConfig && settings() == other.settings()

    override fun hashCode(): Int = settings().hashCode()

    override fun toString(): String = "ClientConfig(clientId=$clientId, authentication=$authentication)"

    /** Makes a [ClientConfig]. Not thread-safe. */
    public class Builder internal constructor(
        /** @see ClientConfig.clientId */
        public val clientId: String,
    ) {
        /** How the client authenticates itself. Default: chosen by the server's metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authentication: ClientAuthentication? = null

        /**
         * The client's secret, for the method that the server offers: `client_secret_basic` unless its metadata leave that out.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientSecret: String? = null

        /** The client's private key, for `private_key_jwt` with an algorithm that the server and the key offer. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var signingKey: Jwk? = null

        /** The certificate for mutual TLS. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientCertificate: ClientCertificate? = null

        /** How tokens are bound to a key of the client. Default not at all: they are bearer tokens. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var dpop: DPoP? = null

        /** How the issuer is compared. Default exactly. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var issuerCheck: IssuerCheck = IssuerCheck.Exact

        /** How authorization requests get to the server, and how its responses are protected. Default as the server requires. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authorization: AuthorizationSettings = AuthorizationSettings.DEFAULT

        /** What the client accepts as an ID token. Default what the specification says, with the algorithms of the metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var idToken: IdTokenSettings = IdTokenSettings.DEFAULT

        /** How userinfo responses are signed and encrypted. Default in any way that the metadata offer, or not at all. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var userInfo: JwtProtection = JwtProtection.DEFAULT

        /** What the client accepts as the response of [OAuth2Client.introspect]. Default JSON, or a JWT as the metadata offer it. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var introspection: IntrospectionSettings = IntrospectionSettings.DEFAULT

        /** Deviations that the client allows in the responses of the token endpoint. Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokenResponse: TokenResponseSettings = TokenResponseSettings.DEFAULT

        /** The client's private keys for what the server encrypts to it: ID tokens, userinfo and the like. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var decryptionKeys: List<Jwk> = emptyList()

        /** How far the clocks of client and server may be apart; not negative, 10 minutes at most. Default 60 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var leeway: Duration = 60.seconds

        /** How long one request may take; more than zero. Default 30 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var requestTimeout: Duration = 30.seconds

        /**
         * The client to make requests with; it must not repeat POST requests by itself, and it is never closed. On plain http it
         * should speak HTTP/1.1 only: Ktor's Java engine asks for HTTP/2 there, and some servers then drop the body.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var httpClient: HttpClient? = null

        /**
         * The path of a file of certificate authorities in PEM form (RFC 7468 §5), such as the root of an organization. They are
         * trusted in place of all others, as with `curl --cacert`: not in addition to them. Not together with [httpClient], which
         * has its own trust. Default: the trust store of the JVM if the program set one, else `SSL_CERT_FILE` and `SSL_CERT_DIR`,
         * else what the JVM and the operating system trust.
         *
         * A first element `~` is the home directory. The file is read by the first https request, which throws [InvalidConfigException]
         * when it cannot be used. A client keeps what it has read; one that is made after the file has changed reads it anew.
         * Configurations with different files share no connection.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var caFile: String? = null

        internal var insecureHttpAllowed: Boolean = false

        internal var quirks: ProviderQuirks = ProviderQuirks.NONE

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

        /** How far the clocks of client and server may be apart, in seconds; not negative, 600 at most. Default 60. */
        public fun leewaySeconds(seconds: Long): Builder = apply { leeway = seconds.seconds }

        /** How long one request may take, in seconds; more than zero. Default 30. */
        public fun requestTimeoutSeconds(seconds: Long): Builder = apply { requestTimeout = seconds.seconds }

        /** @see httpClient */
        public fun httpClient(client: HttpClient): Builder = apply { httpClient = client }

        /** @see caFile */
        public fun caFile(path: String): Builder = apply { caFile = path }

        /**
         * Lets secrets travel unencrypted to a server that is not this machine. Everybody on the way can read and use them. For
         * test networks; http to this machine needs no permission.
         */
        @DelicateOidcAuthApi
        public fun allowInsecureHttp(): Builder = apply { insecureHttpAllowed = true }

        /** The configuration. @throws InvalidConfigException when a setting cannot work. */
        @Throws(AuthException::class)
        public fun build(): ClientConfig = ClientConfig(this)

        override fun toString(): String = "ClientConfig.Builder(clientId=$clientId)"
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        private val MAX_LEEWAY = 10.minutes

        /** A builder for the client that the server knows as [clientId]. */
        @JvmStatic
        public fun builder(clientId: String): Builder = Builder(clientId)
    }
}

/**
 * A configuration for the client that the server knows as [clientId]. @throws InvalidConfigException when a setting cannot
 * work.
 */
@JvmSynthetic
public inline fun ClientConfig(
    clientId: String,
    configure: ClientConfig.Builder.() -> Unit = {},
): ClientConfig = ClientConfig.builder(clientId).apply(configure).build()
