// Tested by BackchannelAuthenticationTest and SignedBackchannelRequestTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.text.toUnchangeableList
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * A request that a user logs in on their own device (CIBA Core 1.0 §7.1). Exactly one hint identifies the user.
 *
 * An immutable value; [toString] shows no hint.
 */
public class BackchannelAuthenticationRequest private constructor(builder: Builder) {
    private val hint: Pair<String, String> = builder.hint

    /** The message that the user sees on both devices, to recognize the login that they approve; short plain text. */
    public val bindingMessage: String? = builder.bindingMessage

    /** The authentication context classes, in order of preference. */
    public val acrValues: List<String> = builder.acrValues.toUnchangeableList()

    /** The bearer token that the server sends in its notification, for the ping mode. A secret. */
    internal val clientNotificationToken: String? = builder.clientNotificationToken
    private val userCode: String? = builder.userCode
    private val requestedExpiry: Duration? = builder.requestedExpiry

    /** The scope, resources and the server's own parameters. The scope contains `openid`. */
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
    ) : BackchannelAuthenticationRequestBuilderForJava {
        internal var bindingMessage: String? = null
        internal var acrValues: List<String> = emptyList()
        internal var clientNotificationToken: String? = null
        internal var userCode: String? = null
        internal var requestedExpiry: Duration? = null
        internal var options: RequestOptions = RequestOptions.NONE

        /** Sets the message that the user sees on both devices. */
        public fun bindingMessage(message: String): Builder = apply { bindingMessage = message }

        /** Sets the authentication context classes, in order of preference. */
        public fun acrValues(vararg values: String): Builder = apply { acrValues = values.toList() }

        /**
         * Requests a notification with [token] when the user has finished (ping mode): 1024 characters at most, with at least
         * 128 random bits. [BackchannelAuthentication.isNotifiedBy] validates the notification.
         */
        public fun clientNotificationToken(token: String): Builder =
            apply {
                require(token.isNotEmpty() && token.length <= MAX_NOTIFICATION_TOKEN && token.all { it in '!'..'~' }) {
                    "A client notification token has 1 to $MAX_NOTIFICATION_TOKEN printable ASCII characters (CIBA Core 1.0 §7.1)."
                }
                clientNotificationToken = token
            }

        /** Sets the user's secret code, at a server that uses it to protect users from logins that others start. */
        public fun userCode(code: String): Builder = apply { userCode = code }

        /** Sets the maximum duration of the login; more than zero. */
        @JvmSynthetic
        public fun requestedExpiry(expiry: Duration): Builder =
            apply {
                require(expiry >= 1.seconds) { "The requested expiry is at least one second." }
                requestedExpiry = expiry
            }

        /** Sets the scope, resources and the server's own parameters; `openid` is added to the scope. */
        public fun options(options: RequestOptions): Builder = apply { this.options = options }

        /** Returns the request. */
        public fun build(): BackchannelAuthenticationRequest = BackchannelAuthenticationRequest(this)

        override fun toString(): String = "BackchannelAuthenticationRequest.Builder(██)"
    }

    public companion object {
        private const val MAX_NOTIFICATION_TOKEN = 1024

        /** Identifies the user by a name that the server knows: a mail address, a number, a user name. */
        @JvmStatic
        public fun loginHint(hint: String): Builder = Builder("login_hint" to hint)

        /** Identifies the user by a token. */
        @JvmStatic
        public fun loginHintToken(token: String): Builder = Builder("login_hint_token" to token)

        /** Identifies the user by an ID token that was issued to them before. */
        @JvmStatic
        public fun idTokenHint(idToken: String): Builder = Builder("id_token_hint" to idToken)

        /**
         * Identifies the user by the ID token of [token].
         *
         * @throws IllegalArgumentException if it has none.
         */
        @JvmStatic
        public fun idTokenHint(token: Token): Builder = idTokenHint(TypedToken.idToken(token).value)

        private fun withOpenId(options: RequestOptions): RequestOptions {
            val scopes = scopeNames(options.scope)
            return if ("openid" in scopes) options else options.newBuilder().scope(listOf("openid") + scopes).build()
        }
    }
}
