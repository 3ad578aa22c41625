package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.json.jsonElementOf
import io.github.oidcauth.internal.json.jsonObjectOf
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.json.toPlainValue
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.ktor.client.HttpClient
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmName
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * The metadata of an authorization server: published by the server (RFC 8414 §2, OpenID Connect Discovery 1.0 §3), or given
 * by the caller.
 *
 * [get] and [strings] read members that have no property of their own. The values have been read, but are not trusted: a
 * request checks its endpoint when it is made. The address of an endpoint counts as absent if it is not an absolute http or
 * https URL (relative, empty, containing a blank, null), and so does a list that is not an array. An immutable value, without
 * secrets.
 */
public class ServerMetadata private constructor(
    private val members: JsonObject,
) {
    /** The server's identifier, a URL, compared exactly with the `iss` of tokens and responses; null if there is none. */
    public val issuer: String? get() = members.string("issuer")

    /** The endpoint that the user's browser is sent to (RFC 6749 §3.1). */
    public val authorizationEndpoint: String? get() = address("authorization_endpoint")

    /** The endpoint that issues tokens (RFC 6749 §3.2). */
    public val tokenEndpoint: String? get() = address("token_endpoint")

    /** The endpoint that starts a device login (RFC 8628 §4). */
    public val deviceAuthorizationEndpoint: String? get() = address("device_authorization_endpoint")

    /** The endpoint that authorization requests are pushed to (RFC 9126 §5). */
    public val pushedAuthorizationRequestEndpoint: String? get() = address("pushed_authorization_request_endpoint")

    /** The endpoint that starts a login on another device (CIBA Core 1.0 §4). */
    public val backchannelAuthenticationEndpoint: String? get() = address("backchannel_authentication_endpoint")

    /** The endpoint that describes tokens (RFC 7662 §2). */
    public val introspectionEndpoint: String? get() = address("introspection_endpoint")

    /** The endpoint that revokes tokens (RFC 7009 §2). */
    public val revocationEndpoint: String? get() = address("revocation_endpoint")

    /** The endpoint that registers clients (RFC 7591 §3). */
    public val registrationEndpoint: String? get() = address("registration_endpoint")

    /** The endpoint that returns claims about the user (OpenID Connect Core 1.0 §5.3). */
    public val userinfoEndpoint: String? get() = address("userinfo_endpoint")

    /** The endpoint that logs the user out (OpenID Connect RP-Initiated Logout 1.0 §2.1). */
    public val endSessionEndpoint: String? get() = address("end_session_endpoint")

    /** The address of the server's public keys (RFC 7517 §5). */
    public val jwksUri: String? get() = address("jwks_uri")

    /** The endpoints for clients with a certificate (RFC 8705 §5), or null. */
    public val mtlsEndpointAliases: ServerMetadata? get() = (members["mtls_endpoint_aliases"] as? JsonObject)?.let(
        ::ServerMetadata,
    )

    /** True if the response to an authorization request names its issuer (RFC 9207 §3). False if absent. */
    @get:JvmName("isAuthorizationResponseIssParameterSupported")
    public val authorizationResponseIssParameterSupported: Boolean
        get() = flag("authorization_response_iss_parameter_supported")

    /** True if authorization requests must be pushed (RFC 9126 §5). False if absent. */
    @get:JvmName("isRequirePushedAuthorizationRequests")
    public val requirePushedAuthorizationRequests: Boolean get() = flag("require_pushed_authorization_requests")

    /** True if tokens are bound to the certificate of the client that requests them (RFC 8705 §3.3). False if absent. */
    @get:JvmName("isTlsClientCertificateBoundAccessTokens")
    public val tlsClientCertificateBoundAccessTokens: Boolean get() = flag("tls_client_certificate_bound_access_tokens")

    /** Returns the member [name] unchanged, or null. */
    @JvmSynthetic
    public operator fun get(name: String): JsonElement? = members[name]

    /** Returns the strings of the array [name], such as `scopes_supported`, or null if there is no such array. */
    public fun strings(name: String): List<String>? =
        (members[name] as? JsonArray)?.mapNotNull { (it as? JsonPrimitive)?.takeIf { value -> value.isString }?.content }

    /**
     * Returns true if the member [name] is `true`, or the text `"true"` in any case. A member of the specifications that is
     * true requires more protection, so text in place of a boolean must not switch it off.
     */
    public fun flag(name: String): Boolean = (members[name] as? JsonPrimitive)?.content.equals("true", ignoreCase = true)

    /** Returns the URL [name] if a request could be sent there. */
    private fun address(name: String): String? = members.string(name)?.takeIf { WebAddress.parse(it) != null }

    /** Returns the member [name] as a map, list, string, boolean or number; null if it is absent or JSON's null. */
    public fun getMember(name: String): Any? = members[name]?.toPlainValue()

    /** Returns all members as maps, lists, strings, booleans, numbers and null. */
    public fun toMap(): Map<String, Any?> = members.toPlainMap()

    /** Returns all members as JSON text, for [parse]. */
    public fun serialize(): String = members.toString()

    /** Returns the document as it was read. */
    @JvmSynthetic
    public fun toJson(): JsonObject = members

    /** Returns a builder that starts with these members. */
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

        /** Sets any member, and replaces its previous value. */
        @JvmSynthetic
        public fun member(
            name: String,
            value: JsonElement,
        ): Builder = apply { members[name] = value }

        /** Sets any member, and replaces its previous value. */
        public fun member(
            name: String,
            value: String,
        ): Builder = member(name, JsonPrimitive(value))

        /** Sets any list of strings, such as `token_endpoint_auth_methods_supported`. */
        public fun member(
            name: String,
            values: List<String>,
        ): Builder = member(name, JsonArray(values.map(::JsonPrimitive)))

        /**
         * Sets any member to a map, list, string, boolean, number or null, and replaces its previous value.
         *
         * @throws IllegalArgumentException if [value] is or contains something else.
         */
        public fun member(
            name: String,
            value: Any?,
        ): Builder = member(name, jsonElementOf(value))

        /** Returns the metadata. */
        public fun build(): ServerMetadata = ServerMetadata(JsonObject(members.toMap()))
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** Returns a builder without any member. */
        @JvmStatic
        public fun builder(): Builder = Builder(JsonObject(emptyMap()))

        /** Returns the metadata in [json]. A member is checked when it is used. */
        @JvmSynthetic
        public fun fromJson(json: JsonObject): ServerMetadata = ServerMetadata(json)

        /**
         * Returns the metadata with [members]: maps, lists, strings, booleans, numbers and null. A member is checked when it is
         * used.
         *
         * @throws IllegalArgumentException if a value is something else.
         */
        @JvmStatic
        public fun fromMap(members: Map<String, Any?>): ServerMetadata = ServerMetadata(jsonObjectOf(members))

        /**
         * Returns the metadata that the server [issuer] publishes (OpenID Connect Discovery 1.0, RFC 8414), for callers that
         * have no client there yet. They must name exactly [issuer], unless [issuerCheck] is set. The URL of the metadata
         * document is accepted in place of an issuer. Requests are made with [httpClient], or with the library's own. In Java:
         * `OidcAuth.discover(issuer)`.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmSynthetic
        public suspend fun discover(
            issuer: String,
            issuerCheck: IssuerCheck = IssuerCheck.Exact,
            httpClient: HttpClient? = null,
        ): ServerMetadata = discoverMetadata(issuer, issuerCheck, httpClient)

        /** Reads metadata from JSON text. @throws InvalidResponseException if [text] is not a JSON object. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun parse(text: String): ServerMetadata =
            ServerMetadata(
                parseJson(text) as? JsonObject ?: throw InvalidResponseException("The server metadata is not a JSON object."),
            )
    }
}

/** Creates metadata of endpoints that the caller knows: `ServerMetadata { tokenEndpoint("https://…") }`. */
@JvmSynthetic
public inline fun ServerMetadata(configure: ServerMetadata.Builder.() -> Unit): ServerMetadata =
    ServerMetadata.builder().apply(configure).build()
