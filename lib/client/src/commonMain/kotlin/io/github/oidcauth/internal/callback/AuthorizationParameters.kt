// Tested by ConfigTest.
package io.github.oidcauth.internal.callback

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.text.toUnchangeableMap
import io.github.oidcauth.oauth2.ResponseMode

/**
 * Validates the parameters that a caller adds to the authorization request: none may be one that the protocol uses (RFC 6749
 * §3.1, §8.2).
 */
internal object AuthorizationParameters {
    /** The parameter that selects how the response is returned: `query` or `form_post`. */
    const val RESPONSE_MODE: String = "response_mode"

    /** The parameter that names the user to the login page (OpenID Connect Core 1.0 §3.1.2.1). */
    const val LOGIN_HINT: String = "login_hint"

    private const val MAX_LENGTH = 8192
    private val NAME = Regex("[A-Za-z0-9._-]+")

    /** The parameters of the protocol, in lower case because some servers ignore case. */
    private val PROTOCOL =
        setOf(
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "redirect_uri",
            "response_type",
            "state",
            "nonce",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "grant_type",
            "request",
            "request_uri",
            "offline_access",
        )

    /**
     * Returns a copy of [parameters].
     *
     * @throws InvalidConfigException when one of them is used by the protocol, or is not a valid parameter.
     */
    fun validate(parameters: Map<String, String>): Map<String, String> {
        parameters.forEach { (name, value) -> fault(name, value)?.let { throw InvalidConfigException(it) } }
        if (parameters.entries.sumOf { it.key.length + it.value.length } > MAX_LENGTH) {
            throw InvalidConfigException("The authorization parameters have more than $MAX_LENGTH characters.")
        }
        return parameters.toUnchangeableMap()
    }

    private fun fault(
        name: String,
        value: String,
    ): String? =
        when {
            !NAME.matches(name) -> {
                "The authorization parameter ${name.printable(MAX_NAME)} has a name that is not valid. " +
                    "A name has letters, digits, '.', '_' and '-' only."
            }

            name.lowercase() in PROTOCOL -> {
                "The authorization parameter $name belongs to the protocol, so it cannot be set. Leave it out."
            }

            name.equals("scope", ignoreCase = true) -> {
                "The scope is a setting of its own. Leave it out of the authorization parameters."
            }

            name.equals(RESPONSE_MODE, ignoreCase = true) && (name != RESPONSE_MODE || plainResponseMode(value) == null) -> {
                "The $RESPONSE_MODE of a login is query or form_post. Leave it out for query."
            }

            name == "max_age" && value.toLongOrNull().let { it == null || it !in 0..MAX_AGE } -> {
                "The authorization parameter max_age is a number of seconds, $MAX_AGE at most."
            }

            !isText(value) -> {
                "The authorization parameter $name has characters that are not text."
            }

            else -> {
                null
            }
        }

    /** Returns whether [value] has neither control characters nor unpaired surrogates. */
    private fun isText(value: String): Boolean =
        value.none { it.isISOControl() } && value.encodeToByteArray().decodeToString() == value

    /**
     * Returns the response mode named [value], or null if it is unknown or its responses are signed: only the server knows the
     * issuer of the signature.
     */
    fun plainResponseMode(value: String): ResponseMode? = ResponseMode.find(value)?.takeUnless { it.isSigned }

    private const val MAX_NAME = 64

    /** A hundred years, in seconds. */
    const val MAX_AGE: Long = 3_155_760_000L
}
