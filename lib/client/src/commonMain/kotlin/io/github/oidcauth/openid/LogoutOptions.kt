// Tested by LogoutRequestFactoryTest.
package io.github.oidcauth.openid

import io.github.oidcauth.Token
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.OAuth2Client
import kotlin.jvm.JvmField
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * The parameters of a logout at the server, for [OAuth2Client.logoutRequest] (OpenID Connect RP-Initiated Logout 1.0 §2). An
 * immutable value; [toString] shows no secret.
 */
public class LogoutOptions private constructor(builder: Builder) {
    internal val idTokenHint: String? = builder.idTokenHint
    internal val redirectUri: String? = builder.redirectUri
    internal val redirectParameter: String = builder.redirectParameter
    internal val state: String? = builder.state
    internal val hasState: Boolean = builder.hasState
    internal val hasClientId: Boolean = builder.hasClientId
    internal val endpoint: String? = builder.endpoint
    internal val custom: List<Pair<String, String>> = builder.custom.toList()

    override fun toString(): String = "LogoutOptions($REDACTED)"

    /** Makes [LogoutOptions]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var idTokenHint: String? = null
        internal var redirectUri: String? = null
        internal var redirectParameter: String = REDIRECT_PARAMETER
        internal var state: String? = null
        internal var hasState = true
        internal var hasClientId = true
        internal var endpoint: String? = null
        internal val custom = mutableListOf<Pair<String, String>>()

        /**
         * Sets the ID token of the session to end. With it, most servers do not ask the user again. It may have expired.
         *
         * @throws IllegalArgumentException if [token] has none.
         */
        public fun idTokenHint(token: Token): Builder =
            idTokenHint(requireNotNull(token.idToken) { "This token has no ID token. Request the scope openid." })

        /** Sets the ID token of the session to end. */
        public fun idTokenHint(idToken: IdToken): Builder = idTokenHint(idToken.encoded)

        /** Sets the ID token of the session to end, in encoded form. */
        public fun idTokenHint(idToken: String): Builder = apply { idTokenHint = idToken }

        /**
         * Sets the URI that the browser is sent to afterwards, exactly as it is registered at the server. Some servers use
         * another [parameter]: `logout_uri` at Cognito, `returnTo` at Auth0's `/v2/logout`.
         */
        @JvmOverloads
        public fun postLogoutRedirectUri(
            uri: String,
            parameter: String = REDIRECT_PARAMETER,
        ): Builder =
            apply {
                redirectUri = uri
                redirectParameter = parameter
            }

        /** Sets the `state` that the browser brings back. Default: random. It is not sent if the browser does not come back. */
        public fun state(state: String): Builder =
            apply {
                require(state.isNotEmpty()) { "A state is not empty." }
                this.state = state
                hasState = true
            }

        /** Sends no `state`, for servers that do not return it. Then nothing tells which logout brings the browser back. */
        public fun withoutState(): Builder =
            apply {
                state = null
                hasState = false
            }

        /** Sends no `client_id`. */
        public fun withoutClientId(): Builder = apply { hasClientId = false }

        /** Sets the user to log out, by a name that the server knows. */
        public fun logoutHint(hint: String): Builder = parameter("logout_hint", hint)

        /** Sets the languages of the user, in order of preference (BCP 47). */
        public fun uiLocales(vararg locales: String): Builder = parameter("ui_locales", locales.joinToString(" "))

        /** Logs out at [url], an https URL, in place of the metadata's `end_session_endpoint`. The ID token is sent there. */
        public fun endpoint(url: String): Builder = apply { endpoint = url }

        /** Adds any other parameter. Parameters with a function of their own are refused when the URL is made. */
        public fun parameter(
            name: String,
            value: String,
        ): Builder = apply { custom += name to value }

        /** Returns the options. */
        public fun build(): LogoutOptions = LogoutOptions(this)

        override fun toString(): String = "LogoutOptions.Builder($REDACTED)"
    }

    public companion object {
        internal const val REDIRECT_PARAMETER = "post_logout_redirect_uri"

        /** Names the client alone, so that the server asks the user. */
        @JvmField
        public val NONE: LogoutOptions = Builder().build()

        /** Returns a builder that starts with [NONE]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [LogoutOptions]: `LogoutOptions { idTokenHint(token) }`. */
@JvmSynthetic
public inline fun LogoutOptions(configure: LogoutOptions.Builder.() -> Unit): LogoutOptions =
    LogoutOptions.builder().apply(configure).build()
