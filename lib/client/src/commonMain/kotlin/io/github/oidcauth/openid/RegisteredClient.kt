package io.github.oidcauth.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.openid.registeredProtection
import io.github.oidcauth.internal.protocol.epochSecondsOf
import io.github.oidcauth.internal.protocol.parseJson
import io.github.oidcauth.internal.protocol.requiredText
import io.github.oidcauth.internal.protocol.string
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.IntrospectionSettings
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic
import kotlin.time.Instant

/**
 * A client as a server has registered it (RFC 7591 §3.2.1). Keep it: [serialize] and [deserialize].
 *
 * An immutable value. [toString] shows no secret; [serialize] and [toJson] do, so mind where they go.
 */
public class RegisteredClient internal constructor(
    private val members: JsonObject,
) {
    /** What the server calls the client. */
    public val clientId: String = members.requiredText("client_id")

    /** The client's secret, or null when it has none. */
    public val clientSecret: String? get() = members.string("client_secret")

    /** When [clientSecret] expires, or null for never (RFC 7591 §3.2.1 says 0). */
    public val clientSecretExpiresAt: Instant?
        get() = members.epochSecondsOf("client_secret_expires_at")?.takeIf { it.epochSeconds > 0 }

    /** When the client was registered, or null when the server did not say. */
    public val clientIdIssuedAt: Instant? get() = members.epochSecondsOf("client_id_issued_at")

    /** What the client is registered with, which may differ from what was asked for. */
    public val metadata: ClientMetadata get() = ClientMetadata.fromJson(JsonObject(members - BEYOND_METADATA))

    internal val registrationAccessToken: String? get() = members.string("registration_access_token")
    internal val registrationClientUri: String? get() = members.string("registration_client_uri")

    /** The server's answer. **The secrets are in it.** */
    public fun toJson(): JsonObject = members

    /** This client as text. **The secrets are in it.** */
    public fun serialize(): String = members.toString()

    /**
     * The configuration of a client with this identifier and, where there is one, secret and its method. What the server is
     * registered to sign or encrypt for the client (ID tokens, userinfo, introspection answers) is accepted in that way alone; the
     * keys to decrypt with are [ClientConfig.Builder.decryptionKeys].
     */
    public fun toConfig(): ClientConfig.Builder {
        val builder =
            ClientConfig.builder(clientId)
                .idToken(IdTokenSettings { protection(members.registeredProtection("id_token")) })
                .userInfo(members.registeredProtection("userinfo"))
                .introspection(IntrospectionSettings { protection(members.registeredProtection("introspection")) })
        val secret = clientSecret ?: return builder
        return when (members.string("token_endpoint_auth_method")) {
            "client_secret_post" -> builder.authentication(ClientSecretPost(secret))

            "client_secret_jwt" -> builder.authentication(ClientSecretJwt(secret))

            // RFC 7591 §2: "If unspecified or omitted, the default is client_secret_basic".
            null, "client_secret_basic" -> builder.authentication(ClientSecretBasic(secret))

            else -> builder
        }
    }

    /** This client as [members] say it is now; the server may leave out what belongs to the registration (RFC 7592 §3). */
    internal fun updated(members: JsonObject): RegisteredClient =
        RegisteredClient(JsonObject(this.members.filterKeys { it in BEYOND_METADATA } + members))

    override fun equals(other: Any?): Boolean = other is RegisteredClient && other.members == members

    override fun hashCode(): Int = members.hashCode()

    override fun toString(): String =
        "RegisteredClient(clientId=$clientId, clientSecret=${if (clientSecret == null) "none" else "██"})"

    public companion object {
        private val BEYOND_METADATA =
            setOf(
                "client_id",
                "client_secret",
                "client_id_issued_at",
                "client_secret_expires_at",
                "registration_access_token",
                "registration_client_uri",
            )

        /** Reads what [serialize] wrote. @throws UntrustedAnswerException when [text] is something else. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): RegisteredClient =
            RegisteredClient(parseJson(text) as? JsonObject ?: throw UntrustedAnswerException("This is not a saved client."))
    }
}
