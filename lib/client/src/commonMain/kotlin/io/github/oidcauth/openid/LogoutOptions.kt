package io.github.oidcauth.openid

import io.github.oidcauth.Token
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.OAuth2Client
import kotlin.jvm.JvmField
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * What a logout at the server is to be like, for [OAuth2Client.logoutRequest] (OpenID Connect RP-Initiated Logout 1.0 §2). An
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
         * The ID token of the session to end. With it most servers do not ask the user once more. It may have expired.
         *
         * @throws IllegalArgumentException when [token] has none.
         */
        public fun idTokenHint(token: Token): Builder =
            idTokenHint(requireNotNull(token.idToken) { "This token has no ID token. Ask for the scope openid." })

        /** The ID token of the session to end. */
        public fun idTokenHint(idToken: IdToken): Builder = idTokenHint(idToken.encoded)

        /** The ID token of the session to end, as it came. */
        public fun idTokenHint(idToken: String): Builder = apply { idTokenHint = idToken }

        /**
         * Where the browser goes afterwards, letter by letter as it is registered at the server. Some servers know it by another
         * [parameter]: `logout_uri` at Cognito, `returnTo` at Auth0's `/v2/logout`.
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

        /**
         * The `state` that comes back with the browser. Without this it is random. Not sent when the browser does not come
         * back.
         */
        public fun state(state: String): Builder =
            apply {
                require(state.isNotEmpty()) { "A state is not empty." }
                this.state = state
                hasState = true
            }

        /** Sends no `state`, for servers that do not return it. Then nobody can tell whose logout brings the browser back. */
        public fun withoutState(): Builder =
            apply {
                state = null
                hasState = false
            }

        /** Sends no `client_id`. */
        public fun withoutClientId(): Builder = apply { hasClientId = false }

        /** Whom to log out, by a name that the server knows. */
        public fun logoutHint(hint: String): Builder = parameter("logout_hint", hint)

        /** In which languages the user likes to be asked, the best first (BCP 47). */
        public fun uiLocales(vararg locales: String): Builder = parameter("ui_locales", locales.joinToString(" "))

        /** Logs out at [url], an https URL, in place of the metadata's `end_session_endpoint`. The ID token goes there. */
        public fun endpoint(url: String): Builder = apply { endpoint = url }

        /** Any other parameter. Those with a setting of their own are refused when the URL is made. */
        public fun parameter(
            name: String,
            value: String,
        ): Builder = apply { custom += name to value }

        /** The options. */
        public fun build(): LogoutOptions = LogoutOptions(this)

        override fun toString(): String = "LogoutOptions.Builder($REDACTED)"
    }

    public companion object {
        internal const val REDIRECT_PARAMETER = "post_logout_redirect_uri"

        /** The client alone is named, so that the server asks the user. */
        @JvmField
        public val NONE: LogoutOptions = Builder().build()

        /** A builder that starts with [NONE]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `LogoutOptions { idTokenHint(token) }`. */
@JvmSynthetic
public inline fun LogoutOptions(configure: LogoutOptions.Builder.() -> Unit): LogoutOptions =
    LogoutOptions.builder().apply(configure).build()
