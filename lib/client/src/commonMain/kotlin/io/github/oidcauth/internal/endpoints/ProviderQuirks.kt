// Tested by Auth0Test, CognitoTest, GitHubTest and SlackTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.ResponseQuirks
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/**
 * The differences between a provider and the specifications. Only the presets of providers set them. Differences that many
 * providers share are accepted from every server and are not listed here. Immutable.
 */
internal class ProviderQuirks(
    val responses: ResponseQuirks = ResponseQuirks.STANDARD,
    /** The registered error codes by the provider's own codes at the token endpoint. */
    private val errors: Map<String, String> = emptyMap(),
    private val deviceLogin: DeviceLoginCredentials = DeviceLoginCredentials.ALWAYS,
    val authorization: AuthorizationParameterNames = AuthorizationParameterNames(),
    val logout: LogoutParameterNames = LogoutParameterNames.STANDARD,
    private val rule: RequestRule = NO_RULE,
    private val unpublishedMetadata: ServerMetadata? = null,
    /** The redirect of browser logins, unless the caller sets it. */
    val redirect: LoopbackRedirect = LoopbackRedirect.ANY_PORT,
    /** True if client assertions may have the `typ` of RFC 10070 §4 in their header. */
    val isAssertionTyped: Boolean = true,
) {
    /**
     * Returns these quirks with metadata, set by [configure], that the provider's server at [issuer] supports but does not
     * publish.
     */
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
            redirect,
            isAssertionTyped,
        )
    }

    /**
     * Returns [published] with the unpublished metadata added. Published values win. The metadata of another issuer is returned
     * unchanged.
     */
    fun completeMetadata(published: ServerMetadata): ServerMetadata {
        if (unpublishedMetadata == null || unpublishedMetadata.issuer != published.issuer) return published
        val said = published.toJson().filterValues { it !is JsonNull }
        return ServerMetadata.fromJson(JsonObject(unpublishedMetadata.toJson() + said))
    }

    /** Returns whether the client's credentials are sent with [parameters] to [endpoint]. Its `client_id` always is. */
    fun sendsCredentials(
        endpoint: Endpoint,
        parameters: List<Pair<String, String>>,
    ): Boolean =
        when (deviceLogin) {
            DeviceLoginCredentials.ALWAYS -> true
            DeviceLoginCredentials.WHEN_POLLING -> endpoint != Endpoint.DEVICE_AUTHORIZATION
            DeviceLoginCredentials.NEVER -> endpoint != Endpoint.DEVICE_AUTHORIZATION && DEVICE_CODE_GRANT !in parameters
        }

    /**
     * Checks [options] before they are sent to [endpoint].
     *
     * @throws io.github.oidcauth.InvalidConfigException when the provider would refuse them.
     */
    fun check(
        endpoint: Endpoint,
        options: RequestOptions,
    ): Unit = rule.check(endpoint, options)

    /** Returns [error] as the exception of the registered code that it means, with the provider's code in it. */
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
            redirect,
            isAssertionTyped,
        )

    override fun equals(other: Any?): Boolean = other is ProviderQuirks && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    companion object {
        private val NO_RULE = RequestRule { _, _ -> }

        /** No quirks: the provider follows the specifications. */
        val NONE: ProviderQuirks = ProviderQuirks()

        private val DEVICE_CODE_GRANT = "grant_type" to "urn:ietf:params:oauth:grant-type:device_code"
    }
}
