package io.github.oidcauth.providers

import io.github.oidcauth.internal.endpoints.AuthorizationParameterNames
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.responses.ResponseQuirks
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.jvm.JvmStatic

/**
 * Slack. Its responses depend on the party that the token acts for: a workspace's bot ([bot]) or the user ([user]). Sign in
 * with Slack ([openId]) is OpenID Connect.
 */
public object Slack {
    private val BOT = quirks(nestedUnder = null, scope = "scope")
    private val USER = quirks(nestedUnder = "authed_user", scope = "user_scope")

    /** Slack has no issuer for these. The two names distinguish tokens of bots from those of users. */
    private const val BOT_ISSUER = "https://slack.com/oauth/v2/bot"
    private const val USER_ISSUER = "https://slack.com/oauth/v2/user"

    /** "Installing with OAuth", "oauth.v2.access method". */
    private val METADATA =
        ServerMetadata {
            authorizationEndpoint("https://slack.com/oauth/v2/authorize")
            tokenEndpoint("https://slack.com/api/oauth.v2.access")
            member("token_endpoint_auth_methods_supported", listOf("client_secret_basic", "client_secret_post"))
        }

    /**
     * Returns the preset for installing an app: tokens act for its bot. The parameter `user_scope` requests scopes of the
     * user.
     */
    @JvmStatic
    public fun bot(): Provider = Provider("Slack", BOT_ISSUER, METADATA, quirks = BOT)

    /** Returns the preset for tokens that act for the user: the requested scope is sent to Slack as `user_scope`. */
    @JvmStatic
    public fun user(): Provider = Provider("Slack", USER_ISSUER, METADATA, quirks = USER)

    /** Returns the preset for Sign in with Slack: scopes `openid`, `profile` and `email`. */
    @JvmStatic
    public fun openId(): Provider = Provider("Slack", "https://slack.com")

    private fun quirks(
        nestedUnder: String?,
        scope: String,
    ) = ProviderQuirks(
        // Grants of the user are in authed_user; scopes contain commas; token_type names the party that the token acts for,
        // and all tokens are bearer tokens.
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
