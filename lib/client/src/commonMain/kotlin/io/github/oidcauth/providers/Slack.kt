package io.github.oidcauth.providers

import io.github.oidcauth.internal.endpoints.AuthorizationParameterNames
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.responses.ResponseQuirks
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.jvm.JvmStatic

/**
 * Slack. What it responds depends on whom the token acts for: a workspace's bot ([bot]) or the user ([user]). Sign in with Slack
 * ([openId]) is OpenID Connect.
 */
public object Slack {
    private val BOT = quirks(nestedUnder = null, scope = "scope")
    private val USER = quirks(nestedUnder = "authed_user", scope = "user_scope")

    /** Slack has no name for itself here. Tokens of bots and of people are told apart by these. */
    private const val BOT_ISSUER = "https://slack.com/oauth/v2/bot"
    private const val USER_ISSUER = "https://slack.com/oauth/v2/user"

    /** "Installing with OAuth", "oauth.v2.access method". */
    private val METADATA =
        ServerMetadata {
            authorizationEndpoint("https://slack.com/oauth/v2/authorize")
            tokenEndpoint("https://slack.com/api/oauth.v2.access")
            member("token_endpoint_auth_methods_supported", listOf("client_secret_basic", "client_secret_post"))
        }

    /** Installs an app: tokens act for its bot. Scopes of the user are asked for with the parameter `user_scope`. */
    @JvmStatic
    public fun bot(): Provider = Provider("Slack", BOT_ISSUER, METADATA, quirks = BOT)

    /** Tokens act for the user, within scopes of theirs: what is asked for as scope goes to Slack as `user_scope`. */
    @JvmStatic
    public fun user(): Provider = Provider("Slack", USER_ISSUER, METADATA, quirks = USER)

    /** Sign in with Slack: scopes `openid`, `profile` and `email`. */
    @JvmStatic
    public fun openId(): Provider = Provider("Slack", "https://slack.com")

    private fun quirks(
        nestedUnder: String?,
        scope: String,
    ) = ProviderQuirks(
        // Grants of the user are in authed_user; scopes have commas; a token_type says whom the token acts for, and all are bearers'.
        responses = ResponseQuirks(nestedUnder = nestedUnder, scopeSeparator = ',', bearerNames = setOf("bot", "user")),
        errors =
            mapOf(
                "invalid_code" to "invalid_grant",
                "code_already_used" to "invalid_grant",
                "invalid_refresh_token" to "invalid_grant",
                "invalid_client_id" to "invalid_client",
                "bad_client_secret" to "invalid_client",
                "bad_redirect_uri" to "invalid_request",
            ),
        authorization = AuthorizationParameterNames(names = mapOf("scope" to scope), scopeSeparator = ','),
    )
}
