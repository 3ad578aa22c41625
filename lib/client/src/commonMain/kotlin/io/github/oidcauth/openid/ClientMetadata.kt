// Tested by ClientRegistrarTest.
package io.github.oidcauth.openid

import io.github.oidcauth.internal.json.jsonElementOf
import io.github.oidcauth.internal.json.jsonObjectOf
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.oauth2.JwkSet
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * The metadata that a client requests in its registration (RFC 7591 §2, OpenID Connect Dynamic Client Registration 1.0 §2).
 * [Builder.member] sets members without a function of their own. An immutable value.
 */
public class ClientMetadata private constructor(
    private val members: JsonObject,
) {
    /** Returns the document as it is sent, for callers with kotlinx.serialization. */
    @JvmSynthetic
    public fun toJson(): JsonObject = members

    /** Returns the document as maps, lists, strings, booleans, numbers and null. */
    public fun toMap(): Map<String, Any?> = members.toPlainMap()

    /** Returns the document as JSON text, as it is sent. */
    public fun serialize(): String = members.toString()

    /** Returns a builder that starts with these members. */
    public fun newBuilder(): Builder = Builder(members)

    override fun equals(other: Any?): Boolean = other is ClientMetadata && other.members == members

    override fun hashCode(): Int = members.hashCode()

    override fun toString(): String = "ClientMetadata(${members.keys})"

    /** Makes [ClientMetadata]. Not thread-safe. */
    public class Builder internal constructor(
        members: JsonObject,
    ) {
        private val members = members.toMutableMap()

        /** Sets the URIs that the browser may come back to. */
        public fun redirectUris(vararg uris: String): Builder = member("redirect_uris", strings(uris))

        /** Sets the authentication method of the client: `none`, `client_secret_basic` … */
        public fun tokenEndpointAuthMethod(method: String): Builder = member("token_endpoint_auth_method", method)

        /** Sets the grants that the client uses: `authorization_code`, `refresh_token` … */
        public fun grantTypes(vararg types: String): Builder = member("grant_types", strings(types))

        /** Sets the content of authorization responses: `code` … */
        public fun responseTypes(vararg types: String): Builder = member("response_types", strings(types))

        /** Sets the name that users see. */
        public fun clientName(name: String): Builder = member("client_name", name)

        /** Sets the scopes that the client may request. */
        public fun scope(vararg scopes: String): Builder = member("scope", scopes.joinToString(" "))

        /** Sets the client's public keys. Private parts are left out. */
        public fun jwks(keys: JwkSet): Builder = member("jwks", keys.toPublic().toJson())

        /** Sets the claims about the client that are signed by a party whom the server trusts (RFC 7591 §2.3). */
        public fun softwareStatement(jwt: String): Builder = member("software_statement", jwt)

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
        public fun build(): ClientMetadata = ClientMetadata(JsonObject(members.toMap()))

        private fun strings(values: Array<out String>) = JsonArray(values.map(::JsonPrimitive))
    }

    public companion object {
        /** Returns a builder without any member. */
        @JvmStatic
        public fun builder(): Builder = Builder(JsonObject(emptyMap()))

        /** Returns the metadata in [json]. */
        @JvmSynthetic
        public fun fromJson(json: JsonObject): ClientMetadata = ClientMetadata(json)

        /**
         * Returns the metadata with [members]: maps, lists, strings, booleans, numbers and null.
         *
         * @throws IllegalArgumentException if a value is something else.
         */
        @JvmStatic
        public fun fromMap(members: Map<String, Any?>): ClientMetadata = ClientMetadata(jsonObjectOf(members))
    }
}

/** Creates [ClientMetadata]: `ClientMetadata { clientName("My tool") }`. */
@JvmSynthetic
public inline fun ClientMetadata(configure: ClientMetadata.Builder.() -> Unit): ClientMetadata =
    ClientMetadata.builder().apply(configure).build()
