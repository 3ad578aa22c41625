package io.github.oidcauth.internal.tokens

import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject

/** The claims of an ID token that name the user (OpenID Connect Core 1.0 §5.1). Pure. */
internal object UserNames {
    private const val SHOWN = 100
    private val NAMES = listOf("preferred_username", "email", "upn", "sub")

    /** Returns the first name in [claims], in printable characters, or null if there is none. */
    fun shown(claims: JsonObject): String? =
        NAMES.firstNotNullOfOrNull { name -> claims.string(name)?.printable(SHOWN)?.takeIf { it.isNotEmpty() } }

    /**
     * Returns true if [claims] name the user [account]. An address is compared without regard to the case of ASCII letters, and
     * everything else exactly. An email address counts only if the server has verified it: anybody could have entered another.
     */
    fun isNamed(
        claims: JsonObject,
        account: String,
    ): Boolean =
        NAMES.any { name -> (name != EMAIL || claims.isTrue(VERIFIED)) && isSame(claims.string(name), account) }

    /** Returns true if [claims] have a name of the user that people know, and not only the identifier at the server. */
    fun hasName(claims: JsonObject): Boolean = NAMES.any { it != SUBJECT && !claims.string(it).isNullOrBlank() }

    /** Returns true if [account] is the email address in [claims], and the server has not verified it. */
    fun isUnverifiedEmail(
        claims: JsonObject,
        account: String,
    ): Boolean = !claims.isTrue(VERIFIED) && isSame(claims.string(EMAIL), account)

    private fun isSame(
        claim: String?,
        account: String,
    ): Boolean =
        claim != null && (claim == account || ('@' in account && asciiLowercase(claim) == asciiLowercase(account)))

    /** Other letters stay: the Kelvin sign is not a `k`, although its lower case is. */
    private fun asciiLowercase(text: String): String = text.map { if (it in 'A'..'Z') it + CASE else it }.joinToString("")

    private const val CASE = 'a' - 'A'
    private const val SUBJECT = "sub"
    private const val EMAIL = "email"
    private const val VERIFIED = "email_verified"
}
