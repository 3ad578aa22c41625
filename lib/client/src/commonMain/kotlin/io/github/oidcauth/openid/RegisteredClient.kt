// Tested by ClientRegistrarTest.
package io.github.oidcauth.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.openid.RegisteredAlgorithms
import io.github.oidcauth.internal.openid.RegisteredAuthentication
import io.github.oidcauth.internal.tokens.epochSecondsOf
import io.github.oidcauth.internal.tokens.requiredText
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.IntrospectionSettings
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Instant

/**
 * A client as a server has registered it (RFC 7591 §3.2.1). Store it with [serialize] and [deserialize].
 *
 * An immutable value. [toString] shows no secret, but [serialize] and [toJson] do: do not print or log them.
 */
public class RegisteredClient internal constructor(
    private val members: JsonObject,
) : RegisteredClientForJava {
    /** The identifier of the client at the server. */
    public val clientId: String = members.requiredText("client_id")

    /** The client's secret, or null when it has none. */
    public val clientSecret: String? get() = members.string("client_secret")?.ifEmpty { null }

    /** The time at which [clientSecret] expires, or null if it never does (RFC 7591 §3.2.1 sends 0). */
    @get:JvmSynthetic
    public val clientSecretExpiresAt: Instant?
        get() = members.epochSecondsOf("client_secret_expires_at")?.takeIf { it.epochSeconds > 0 }

    /** The time at which the client was registered, or null if the server did not send it. */
    @get:JvmSynthetic
    public val clientIdIssuedAt: Instant? get() = members.epochSecondsOf("client_id_issued_at")

    /**
     * Registered metadata, which may differ from the requested metadata (RFC 7591 §3.2.1). Members that are null are left out.
     */
    public val metadata: ClientMetadata
        get() = ClientMetadata.fromJson(
            JsonObject(
                members.filter { (name, value) ->
                    name !in BEYOND_METADATA &&
                        value !is JsonNull
                },
            ),
        )

    internal val registrationAccessToken: String? get() = members.string("registration_access_token")
    internal val registrationClientUri: String? get() = members.string("registration_client_uri")

    /** Returns the server's response. **It contains the secrets.** */
    @JvmSynthetic
    public fun toJson(): JsonObject = members

    /** Returns [toJson] as maps, lists, strings, booleans, numbers and null. **It contains the secrets.** */
    public fun toMap(): Map<String, Any?> = members.toPlainMap()

    /** Returns this client as text. **It contains the secrets.** */
    public fun serialize(): String = members.toString()

    /**
     * Returns the configuration of a client with this identifier and, if there is one, the secret and its method. Responses
     * that the server is registered to sign or encrypt for the client (ID tokens, userinfo, introspection and authorization
     * responses) are accepted in that form alone; [ClientConfig.Builder.decryptionKeys] sets the keys to decrypt them.
     *
     * If `token_endpoint_auth_method` is absent, null or empty, a client with a secret uses `client_secret_basic` (RFC 7591
     * §2). For `private_key_jwt` and certificates the caller adds the key.
     *
     * @throws InvalidConfigException if the server has registered an algorithm or an authentication method that is not
     *     supported: without it, the client would be less strict than registered. The registration stays valid, and
     *     [ClientRegistrar] can change or delete it.
     */
    @Throws(AuthException::class)
    public fun toConfig(): ClientConfig.Builder {
        val algorithms = RegisteredAlgorithms(members).apply { check() }
        val builder =
            ClientConfig.builder(clientId)
                .idToken(IdTokenSettings { protection(algorithms.protection("id_token")) })
                .userInfo(algorithms.protection("userinfo"))
                .introspection(IntrospectionSettings { protection(algorithms.protection("introspection")) })
                .authorization(AuthorizationSettings { responses(algorithms.protection("authorization")) })
        RegisteredAuthentication.of(members, clientSecret, algorithms)?.let { builder.authentication(it) }
        return builder
    }

    /** Returns this client with the new [members]; the server may omit the members of the registration itself (RFC 7592 §3). */
    internal fun updated(members: JsonObject): RegisteredClient =
        RegisteredClient(JsonObject(this.members.filterKeys { it in BEYOND_METADATA } + members))

    override fun equals(other: Any?): Boolean = other is RegisteredClient && other.members == members

    override fun hashCode(): Int = members.hashCode()

    override fun toString(): String =
        "RegisteredClient(clientId=$clientId, clientSecret=${if (clientSecret == null) "none" else "██"})"

    public companion object {
        init {
            requireFittingVersions()
        }

        private val BEYOND_METADATA =
            setOf(
                "client_id",
                "client_secret",
                "client_id_issued_at",
                "client_secret_expires_at",
                "registration_access_token",
                "registration_client_uri",
            )

        /** Reads the text that [serialize] returned. @throws InvalidResponseException if [text] is something else. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): RegisteredClient =
            RegisteredClient(parseJson(text) as? JsonObject ?: throw InvalidResponseException("This is not a saved client."))
    }
}
