package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException

/**
 * The key under which the tokens of one of several accounts at an application are stored:
 * `https://myapp.example#account=alice@example.com`. Without an account, the base URL of the application is the key.
 */
internal class ApplicationKey private constructor(
    /** The base URL of the application. */
    val host: String,
    val account: String,
) {
    val text: String = "$host#$ACCOUNT${KeyText.encode(account)}"

    override fun toString(): String = text

    companion object {
        private const val ACCOUNT = "account="

        /**
         * Returns the key of [account] at [host].
         *
         * @throws InvalidHostException when [host] is not the base URL of an application.
         * @throws InvalidConfigException when [account] is not the name of an account.
         */
        fun of(
            host: String,
            account: String,
        ): ApplicationKey {
            val name = KeyText.normalizeAccount(account)
            return ApplicationKey(BaseUrl.parse(host).toString(), name)
        }

        /** Parses [text], or returns null when it is not exactly the text of such a key. */
        fun parse(text: String): ApplicationKey? {
            val fragment = text.substringAfter('#', "")
            if (!fragment.startsWith(ACCOUNT)) return null
            return try {
                of(text.substringBefore('#'), KeyText.decode(fragment.removePrefix(ACCOUNT))).takeIf { it.text == text }
            } catch (_: InvalidHostException) {
                null
            } catch (_: InvalidConfigException) {
                null
            }
        }
    }
}
