package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.ResponseQuirks
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/**
 * What a provider does otherwise than the specifications say. Only its preset names any, all in one place; what many do is
 * understood from everybody and is not here. Immutable.
 */
internal class ProviderQuirks(
    val responses: ResponseQuirks = ResponseQuirks.STANDARD,
    /** The registered error codes that the provider's own ones at the token endpoint stand for, by its own. */
    private val errors: Map<String, String> = emptyMap(),
    private val deviceLogin: DeviceLoginCredentials = DeviceLoginCredentials.ALWAYS,
    val authorization: AuthorizationParameterNames = AuthorizationParameterNames(),
    val logout: LogoutParameterNames = LogoutParameterNames.STANDARD,
    private val rule: RequestRule = NO_RULE,
    private val unpublishedMetadata: ServerMetadata? = null,
    /** Whether a login that names no scope asks for `offline_access` where the server has it. */
    val asksForOfflineAccess: Boolean = true,
    /** True if client assertions may have the `typ` of RFC 10070 §4 in their header. */
    val isAssertionTyped: Boolean = true,
) {
    /** These, of the provider whose server at [issuer] has more than it publishes: what [configure] says. */
    fun withUnpublishedMetadata(
        issuer: String,
        configure: ServerMetadata.Builder.() -> Unit,
    ): ProviderQuirks {
        val known =
            ServerMetadata {
                issuer(issuer)
                configure()
            }
        return ProviderQuirks(
            responses,
            errors,
            deviceLogin,
            authorization,
            logout,
            rule,
            known,
            asksForOfflineAccess,
            isAssertionTyped,
        )
    }

    /**
     * [published], and what they leave out. What the server says itself counts more than what is known of it; another server is sent
     * nowhere by what is known of this one.
     */
    fun completeMetadata(published: ServerMetadata): ServerMetadata {
        if (unpublishedMetadata == null || unpublishedMetadata.issuer != published.issuer) return published
        val said = published.toJson().filterValues { it !is JsonNull }
        return ServerMetadata.fromJson(JsonObject(unpublishedMetadata.toJson() + said))
    }

    /** Whether the client's credentials go along with [parameters] to [endpoint]; its `client_id` does in any case. */
    fun sendsCredentials(
        endpoint: Endpoint,
        parameters: List<Pair<String, String>>,
    ): Boolean =
        when (deviceLogin) {
            DeviceLoginCredentials.ALWAYS -> true
            DeviceLoginCredentials.WHEN_POLLING -> endpoint != Endpoint.DEVICE_AUTHORIZATION
            DeviceLoginCredentials.NEVER -> endpoint != Endpoint.DEVICE_AUTHORIZATION && DEVICE_CODE_GRANT !in parameters
        }

    /** @throws io.github.oidcauth.InvalidConfigException when the provider would refuse [options] at [endpoint]. */
    fun check(
        endpoint: Endpoint,
        options: RequestOptions,
    ): Unit = rule.check(endpoint, options)

    /** [error] as what it stands for, with the code that the provider wrote. */
    fun toStandardError(error: OtherOAuthException): OAuthException {
        val standard = errors[error.error] ?: return error
        return OAuthError(
            error.error,
            error.errorDescription,
            error.errorUri,
            error.detail,
            error.statusCode,
            clientAdvice = error.clientAdvice,
        ).toException(standard)
    }

    private fun members(): List<Any?> =
        listOf(
            responses,
            errors,
            deviceLogin,
            authorization,
            logout,
            rule,
            unpublishedMetadata,
            asksForOfflineAccess,
            isAssertionTyped,
        )

    override fun equals(other: Any?): Boolean = other is ProviderQuirks && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    companion object {
        private val NO_RULE = RequestRule { _, _ -> }

        /** None: the provider does what the specifications say. */
        val NONE: ProviderQuirks = ProviderQuirks()

        private val DEVICE_CODE_GRANT = "grant_type" to "urn:ietf:params:oauth:grant-type:device_code"
    }
}
