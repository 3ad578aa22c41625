package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmName
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * What an authorization server says of itself (RFC 8414 §2, OpenID Connect Discovery 1.0 §3), or what the caller knows of it.
 *
 * Members without a property of their own are found by [get] and [strings]. What stands here has been read, not trusted:
 * whether an endpoint may be called is decided when it is. The address of an endpoint that is no absolute http or https URL
 * counts as absent (relative, empty, with a blank in it, null), and so does a list that is not an array. An immutable value,
 * without secrets.
 */
public class ServerMetadata private constructor(
    private val members: JsonObject,
) {
    /** The server's identifier, a URL, compared exactly with the `iss` of tokens and responses; null when none was given. */
    public val issuer: String? get() = members.string("issuer")

    /** Where the user's browser is sent (RFC 6749 §3.1). */
    public val authorizationEndpoint: String? get() = address("authorization_endpoint")

    /** Where tokens are asked for (RFC 6749 §3.2). */
    public val tokenEndpoint: String? get() = address("token_endpoint")

    /** Where a device login begins (RFC 8628 §4). */
    public val deviceAuthorizationEndpoint: String? get() = address("device_authorization_endpoint")

    /** Where authorization requests are pushed to (RFC 9126 §5). */
    public val pushedAuthorizationRequestEndpoint: String? get() = address("pushed_authorization_request_endpoint")

    /** Where a login on another device begins (CIBA Core 1.0 §4). */
    public val backchannelAuthenticationEndpoint: String? get() = address("backchannel_authentication_endpoint")

    /** Where tokens are looked into (RFC 7662 §2). */
    public val introspectionEndpoint: String? get() = address("introspection_endpoint")

    /** Where tokens are revoked (RFC 7009 §2). */
    public val revocationEndpoint: String? get() = address("revocation_endpoint")

    /** Where clients are registered (RFC 7591 §3). */
    public val registrationEndpoint: String? get() = address("registration_endpoint")

    /** What is known of the user (OpenID Connect Core 1.0 §5.3). */
    public val userinfoEndpoint: String? get() = address("userinfo_endpoint")

    /** Where the user is logged out (OpenID Connect RP-Initiated Logout 1.0 §2.1). */
    public val endSessionEndpoint: String? get() = address("end_session_endpoint")

    /** Where the server's public keys are (RFC 7517 §5). */
    public val jwksUri: String? get() = address("jwks_uri")

    /** The endpoints for clients with a certificate (RFC 8705 §5), or null. */
    public val mtlsEndpointAliases: ServerMetadata? get() = (members["mtls_endpoint_aliases"] as? JsonObject)?.let(
        ::ServerMetadata,
    )

    /** Whether the response to an authorization request names its issuer (RFC 9207 §3). Left out means false. */
    @get:JvmName("isAuthorizationResponseIssParameterSupported")
    public val authorizationResponseIssParameterSupported: Boolean
        get() = flag("authorization_response_iss_parameter_supported")

    /** Whether authorization requests have to be pushed (RFC 9126 §5). Left out means false. */
    @get:JvmName("isRequirePushedAuthorizationRequests")
    public val requirePushedAuthorizationRequests: Boolean get() = flag("require_pushed_authorization_requests")

    /** Whether tokens are bound to the certificate of who asks for them (RFC 8705 §3.3). Left out means false. */
    @get:JvmName("isTlsClientCertificateBoundAccessTokens")
    public val tlsClientCertificateBoundAccessTokens: Boolean get() = flag("tls_client_certificate_bound_access_tokens")

    /** The member [name] as it came, or null. */
    public operator fun get(name: String): JsonElement? = members[name]

    /** The strings of the array [name], such as `scopes_supported`, or null when there is no such array. */
    public fun strings(name: String): List<String>? =
        (members[name] as? JsonArray)?.mapNotNull { (it as? JsonPrimitive)?.takeIf { value -> value.isString }?.content }

    /**
     * Returns whether the member [name] is `true`, or the text `"true"` in any case. Those that the specifications define ask for
     * more protection when they are, so that text for a boolean does not switch it off.
     */
    public fun flag(name: String): Boolean = (members[name] as? JsonPrimitive)?.content.equals("true", ignoreCase = true)

    /** The URL [name] when a request could go there at all. */
    private fun address(name: String): String? = members.string(name)?.takeIf { WebAddress.parse(it) != null }

    /** The document, as it was read. */
    public fun toJson(): JsonObject = members

    /** A builder that starts with these members. */
    public fun newBuilder(): Builder = Builder(members)

    override fun equals(other: Any?): Boolean = other is ServerMetadata && other.members == members

    override fun hashCode(): Int = members.hashCode()

    override fun toString(): String = "ServerMetadata(issuer=$issuer, tokenEndpoint=$tokenEndpoint)"

    /** Makes a [ServerMetadata] from endpoints that the caller knows. Not thread-safe. */
    public class Builder internal constructor(
        members: JsonObject,
    ) {
        private val members = members.toMutableMap()

        /** @see ServerMetadata.issuer */
        public fun issuer(url: String): Builder = member("issuer", url)

        /** @see ServerMetadata.authorizationEndpoint */
        public fun authorizationEndpoint(url: String): Builder = member("authorization_endpoint", url)

        /** @see ServerMetadata.tokenEndpoint */
        public fun tokenEndpoint(url: String): Builder = member("token_endpoint", url)

        /** @see ServerMetadata.deviceAuthorizationEndpoint */
        public fun deviceAuthorizationEndpoint(url: String): Builder = member("device_authorization_endpoint", url)

        /** @see ServerMetadata.pushedAuthorizationRequestEndpoint */
        public fun pushedAuthorizationRequestEndpoint(url: String): Builder = member("pushed_authorization_request_endpoint", url)

        /** @see ServerMetadata.backchannelAuthenticationEndpoint */
        public fun backchannelAuthenticationEndpoint(url: String): Builder = member("backchannel_authentication_endpoint", url)

        /** @see ServerMetadata.introspectionEndpoint */
        public fun introspectionEndpoint(url: String): Builder = member("introspection_endpoint", url)

        /** @see ServerMetadata.revocationEndpoint */
        public fun revocationEndpoint(url: String): Builder = member("revocation_endpoint", url)

        /** @see ServerMetadata.registrationEndpoint */
        public fun registrationEndpoint(url: String): Builder = member("registration_endpoint", url)

        /** @see ServerMetadata.userinfoEndpoint */
        public fun userinfoEndpoint(url: String): Builder = member("userinfo_endpoint", url)

        /** @see ServerMetadata.endSessionEndpoint */
        public fun endSessionEndpoint(url: String): Builder = member("end_session_endpoint", url)

        /** @see ServerMetadata.jwksUri */
        public fun jwksUri(url: String): Builder = member("jwks_uri", url)

        /** Any member, in place of what it was. */
        public fun member(
            name: String,
            value: JsonElement,
        ): Builder = apply { members[name] = value }

        /** Any member, in place of what it was. */
        public fun member(
            name: String,
            value: String,
        ): Builder = member(name, JsonPrimitive(value))

        /** Any list of strings, such as `token_endpoint_auth_methods_supported`. */
        public fun member(
            name: String,
            values: List<String>,
        ): Builder = member(name, JsonArray(values.map(::JsonPrimitive)))

        /** The metadata. */
        public fun build(): ServerMetadata = ServerMetadata(JsonObject(members.toMap()))
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** A builder without any member. */
        @JvmStatic
        public fun builder(): Builder = Builder(JsonObject(emptyMap()))

        /** The metadata that [json] is. Nothing is checked before it is used. */
        @JvmStatic
        public fun fromJson(json: JsonObject): ServerMetadata = ServerMetadata(json)

        /** @throws InvalidResponseException when [text] is not a JSON object. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun parse(text: String): ServerMetadata =
            ServerMetadata(
                parseJson(text) as? JsonObject ?: throw InvalidResponseException("The server metadata is not a JSON object."),
            )
    }
}

/** Metadata of endpoints that the caller knows: `ServerMetadata { tokenEndpoint("https://…") }`. */
@JvmSynthetic
public inline fun ServerMetadata(configure: ServerMetadata.Builder.() -> Unit): ServerMetadata =
    ServerMetadata.builder().apply(configure).build()
