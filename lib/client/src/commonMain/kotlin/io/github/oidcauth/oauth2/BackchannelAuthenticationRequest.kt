package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.text.scopeNames
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * Asks a server to have a user log in on their own device (CIBA Core 1.0 §7.1). Exactly one hint says who that is.
 *
 * An immutable value; [toString] shows no hint.
 */
public class BackchannelAuthenticationRequest private constructor(builder: Builder) {
    private val hint: Pair<String, String> = builder.hint

    /** What the user sees on both devices, so that they know which login they approve; short and plain. */
    public val bindingMessage: String? = builder.bindingMessage

    /** Authentication context classes, the preferred first. */
    public val acrValues: List<String> = builder.acrValues.toList()

    /** What the server sends along when it calls back, as a bearer token: for the ping mode. A secret. */
    internal val clientNotificationToken: String? = builder.clientNotificationToken
    private val userCode: String? = builder.userCode
    private val requestedExpiry: Duration? = builder.requestedExpiry

    /** Scope, resources and the server's own parameters. The scope has `openid` in it. */
    public val options: RequestOptions = withOpenId(builder.options)

    internal fun parameters(): List<Pair<String, String>> =
        buildList {
            add(hint)
            bindingMessage?.let { add("binding_message" to it) }
            if (acrValues.isNotEmpty()) add("acr_values" to acrValues.joinToString(" "))
            clientNotificationToken?.let { add("client_notification_token" to it) }
            userCode?.let { add("user_code" to it) }
            requestedExpiry?.let { add("requested_expiry" to it.inWholeSeconds.toString()) }
        }

    override fun toString(): String = "BackchannelAuthenticationRequest(${hint.first}=██, bindingMessage=$bindingMessage)"

    /** Makes a [BackchannelAuthenticationRequest]. Not thread-safe. */
    public class Builder internal constructor(
        internal val hint: Pair<String, String>,
    ) {
        internal var bindingMessage: String? = null
        internal var acrValues: List<String> = emptyList()
        internal var clientNotificationToken: String? = null
        internal var userCode: String? = null
        internal var requestedExpiry: Duration? = null
        internal var options: RequestOptions = RequestOptions.NONE

        /** What the user sees on both devices. */
        public fun bindingMessage(message: String): Builder = apply { bindingMessage = message }

        /** Authentication context classes, the preferred first. */
        public fun acrValues(vararg values: String): Builder = apply { acrValues = values.toList() }

        /**
         * Asks to be called back, by [token], when the user has finished (ping mode): 1024 characters at most, at least 128
         * bits that nobody can guess. [BackchannelAuthentication.isNotifiedBy] validates the call.
         */
        public fun clientNotificationToken(token: String): Builder =
            apply {
                require(token.isNotEmpty() && token.length <= MAX_NOTIFICATION_TOKEN && token.all { it in '!'..'~' }) {
                    "A client notification token has 1 to $MAX_NOTIFICATION_TOKEN printable ASCII characters (CIBA Core 1.0 §7.1)."
                }
                clientNotificationToken = token
            }

        /** The user's secret that keeps strangers from sending them logins, where the server uses one. */
        public fun userCode(code: String): Builder = apply { userCode = code }

        /** How long the login may take; more than zero. */
        @JvmSynthetic
        public fun requestedExpiry(expiry: Duration): Builder =
            apply {
                require(expiry >= 1.seconds) { "The requested expiry is at least one second." }
                requestedExpiry = expiry
            }

        /** How long the login may take, in seconds; more than zero. */
        public fun requestedExpirySeconds(seconds: Long): Builder = requestedExpiry(seconds.seconds)

        /** Scope, resources and the server's own parameters; `openid` is added to the scope. */
        public fun options(options: RequestOptions): Builder = apply { this.options = options }

        /** The request. */
        public fun build(): BackchannelAuthenticationRequest = BackchannelAuthenticationRequest(this)

        override fun toString(): String = "BackchannelAuthenticationRequest.Builder(██)"
    }

    public companion object {
        private const val MAX_NOTIFICATION_TOKEN = 1024

        /** Names the user by what the server knows them as: a mail address, a number, a name. */
        @JvmStatic
        public fun loginHint(hint: String): Builder = Builder("login_hint" to hint)

        /** Names the user by a token that says who they are. */
        @JvmStatic
        public fun loginHintToken(token: String): Builder = Builder("login_hint_token" to token)

        /** Names the user by an ID token that they were issued before. */
        @JvmStatic
        public fun idTokenHint(idToken: String): Builder = Builder("id_token_hint" to idToken)

        private fun withOpenId(options: RequestOptions): RequestOptions {
            val scopes = scopeNames(options.scope)
            return if ("openid" in scopes) options else options.newBuilder().scope(listOf("openid") + scopes).build()
        }
    }
}
