package io.github.oidcauth.openid

import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.text.equalsInConstantTime

/**
 * A logout at the server, to be opened in the user's browser (OpenID Connect RP-Initiated Logout 1.0 §2).
 *
 * It ends the user's session at the server. Tokens stay valid until they are revoked or expire. An immutable value;
 * [toString] omits the query of the URL, because it may contain an ID token.
 */
public class LogoutRequest internal constructor(
    /** The URL that the user's browser opens. Show it to this user alone. */
    public val url: String,
    /** The URI that the browser is sent to afterwards, or null if it stays at the server. */
    public val postLogoutRedirectUri: String?,
    /** The `state` that comes back with the browser, or null when none was sent. */
    public val state: String?,
) {
    /**
     * Returns true if [returnUrl] is the URL by which the browser comes back from this logout: [postLogoutRedirectUri] with
     * this [state], once, in its query (§3). False without [postLogoutRedirectUri]. Without [state], anybody may have sent
     * the browser there.
     */
    public fun isCallback(returnUrl: String): Boolean {
        val redirectUri = postLogoutRedirectUri ?: return false
        if (returnUrl.length > MAX_LENGTH) return false
        val query = returnUrl.substringBefore('#').let { if ('?' in it) it.substringAfter('?') else "" }
        val parameters = queryParameters(query) ?: return false
        val expected = queryParameters(redirectUri.substringAfter('?', "")).orEmpty()
        val isThere =
            withoutQuery(returnUrl) == withoutQuery(redirectUri) && expected.all { (name, values) -> parameters[name] == values }
        return isThere && (state == null || parameters["state"]?.singleOrNull()?.let { equalsInConstantTime(it, state) } == true)
    }

    private fun withoutQuery(url: String) = url.substringBefore('#').substringBefore('?')

    override fun toString(): String = "LogoutRequest(url=${withoutQuery(url)}?██, postLogoutRedirectUri=$postLogoutRedirectUri)"

    private companion object {
        const val MAX_LENGTH = 16_384
    }
}
