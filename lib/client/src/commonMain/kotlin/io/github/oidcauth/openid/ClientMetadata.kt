package io.github.oidcauth.openid

import io.github.oidcauth.oauth2.JwkSet
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * What a client asks to be registered with (RFC 7591 §2, OpenID Connect Dynamic Client Registration 1.0 §2). Members without a
 * function of their own are set by [Builder.member]. An immutable value.
 */
public class ClientMetadata private constructor(
    private val members: JsonObject,
) {
    /** The document as it is sent. */
    public fun toJson(): JsonObject = members

    /** A builder that starts with these members. */
    public fun newBuilder(): Builder = Builder(members)

    override fun equals(other: Any?): Boolean = other is ClientMetadata && other.members == members

    override fun hashCode(): Int = members.hashCode()

    override fun toString(): String = "ClientMetadata(${members.keys})"

    /** Makes [ClientMetadata]. Not thread-safe. */
    public class Builder internal constructor(
        members: JsonObject,
    ) {
        private val members = members.toMutableMap()

        /** Where the browser may come back to. */
        public fun redirectUris(vararg uris: String): Builder = member("redirect_uris", strings(uris))

        /** How the client authenticates itself: `none`, `client_secret_basic` … */
        public fun tokenEndpointAuthMethod(method: String): Builder = member("token_endpoint_auth_method", method)

        /** The grants that the client uses: `authorization_code`, `refresh_token` … */
        public fun grantTypes(vararg types: String): Builder = member("grant_types", strings(types))

        /** What authorization responses bring: `code` … */
        public fun responseTypes(vararg types: String): Builder = member("response_types", strings(types))

        /** What people see. */
        public fun clientName(name: String): Builder = member("client_name", name)

        /** The scopes that the client may ask for. */
        public fun scope(vararg scopes: String): Builder = member("scope", scopes.joinToString(" "))

        /** The client's public keys. Private parts are left out. */
        public fun jwks(keys: JwkSet): Builder = member("jwks", keys.toPublic().toJson())

        /** Claims about the client, signed by somebody whom the server trusts (RFC 7591 §2.3). */
        public fun softwareStatement(jwt: String): Builder = member("software_statement", jwt)

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

        /** The metadata. */
        public fun build(): ClientMetadata = ClientMetadata(JsonObject(members.toMap()))

        private fun strings(values: Array<out String>) = JsonArray(values.map(::JsonPrimitive))
    }

    public companion object {
        /** A builder without any member. */
        @JvmStatic
        public fun builder(): Builder = Builder(JsonObject(emptyMap()))

        /** The metadata that [json] is. */
        @JvmStatic
        public fun fromJson(json: JsonObject): ClientMetadata = ClientMetadata(json)
    }
}

/** `ClientMetadata { clientName("My tool") }`. */
@JvmSynthetic
public inline fun ClientMetadata(configure: ClientMetadata.Builder.() -> Unit): ClientMetadata =
    ClientMetadata.builder().apply(configure).build()
