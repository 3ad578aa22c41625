package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads

/**
 * The method by which a client authenticates itself to a server (RFC 6749 §2.3, OpenID Connect Core 1.0 §9, RFC 8705 §2).
 * Secrets are sent to endpoints of the client's own server alone.
 *
 * Immutable values; `toString` shows no secret.
 */
public sealed class ClientAuthentication(
    /** The name of the method, as in `token_endpoint_auth_methods_supported`. */
    public val method: String,
) {
    override fun toString(): String = "ClientAuthentication($method)"
}

/** `none`: a public client, which sends only its `client_id` (RFC 6749 §2.1). */
public data object NoClientAuthentication : ClientAuthentication("none")

/**
 * `client_secret_basic`: HTTP Basic with [clientSecret] (RFC 6749 §2.3.1).
 *
 * The specification requires that identifier and secret are form-encoded first. Some servers do not support that;
 * [formEncoded] `false` omits it.
 */
public class ClientSecretBasic
    @JvmOverloads
    constructor(
        internal val clientSecret: String,
        /** True if identifier and secret are form-encoded before they are joined. */
        public val formEncoded: Boolean = true,
    ) : ClientAuthentication("client_secret_basic") {
        override fun equals(other: Any?): Boolean =
            other is ClientSecretBasic && other.clientSecret == clientSecret && other.formEncoded == formEncoded

        override fun hashCode(): Int = clientSecret.hashCode()
    }

/** `client_secret_post`: [clientSecret] as a parameter of the request (RFC 6749 §2.3.1). */
public class ClientSecretPost(
    internal val clientSecret: String,
) : ClientAuthentication("client_secret_post") {
    override fun equals(other: Any?): Boolean = other is ClientSecretPost && other.clientSecret == clientSecret

    override fun hashCode(): Int = clientSecret.hashCode()
}

/**
 * `client_secret_jwt`: an assertion signed with [clientSecret] and [algorithm], which is HS256, HS384 or HS512 (OpenID
 * Connect Core 1.0 §9).
 */
public class ClientSecretJwt
    @JvmOverloads
    constructor(
        internal val clientSecret: String,
        /** HS256, HS384 or HS512. */
        public val algorithm: JwsAlgorithm = JwsAlgorithm.HS256,
        /** The audience of the assertion. */
        public val audience: AssertionAudience = AssertionAudience.ISSUER,
        /** The `typ` in the header of the assertion. */
        public val assertionType: AssertionType = AssertionType.BY_AUDIENCE,
    ) : ClientAuthentication("client_secret_jwt") {
        init {
            require(algorithm.isSymmetric) { "client_secret_jwt is signed with HS256, HS384 or HS512, not with $algorithm." }
        }

        override fun equals(other: Any?): Boolean =
            other is ClientSecretJwt && other.clientSecret == clientSecret && other.algorithm == algorithm &&
                other.audience == audience && other.assertionType == assertionType

        override fun hashCode(): Int = clientSecret.hashCode()
    }

/**
 * `private_key_jwt`: an assertion signed with a private [key] whose public half the server knows (RFC 7523 §2.2, OpenID Connect
 * Core 1.0 §9).
 */
public class PrivateKeyJwt
    @JvmOverloads
    constructor(
        internal val key: Jwk,
        /** RS, PS or ES with 256, 384 or 512, or EdDSA; it must fit the key. */
        public val algorithm: JwsAlgorithm,
        /** The audience of the assertion. */
        public val audience: AssertionAudience = AssertionAudience.ISSUER,
        /** The `typ` in the header of the assertion. */
        public val assertionType: AssertionType = AssertionType.BY_AUDIENCE,
    ) : ClientAuthentication("private_key_jwt") {
        init {
            require(!algorithm.isSymmetric) { "private_key_jwt is signed with a private key, so not with $algorithm." }
            require(key.isPrivate) { "private_key_jwt needs the private key, and this is the public half." }
        }

        override fun equals(other: Any?): Boolean =
            other is PrivateKeyJwt && other.key == key && other.algorithm == algorithm && other.audience == audience &&
                other.assertionType == assertionType

        override fun hashCode(): Int = key.hashCode()
    }

/**
 * `tls_client_auth`: the certificate of [ClientConfig.clientCertificate], issued by an authority that the server trusts (RFC
 * 8705 §2.1).
 */
public data object TlsClientAuth : ClientAuthentication("tls_client_auth")

/**
 * `self_signed_tls_client_auth`: the certificate of [ClientConfig.clientCertificate], which is registered at the server (RFC
 * 8705 §2.2).
 */
public data object SelfSignedTlsClientAuth : ClientAuthentication("self_signed_tls_client_auth")
