// Tested by IdTokenRulesTest.
package io.github.oidcauth.internal.jwt

import io.github.oidcauth.internal.text.REDACTED
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration

/** The requirements on an ID token that follow from its request, beyond those on every ID token. Immutable. */
internal class IdTokenExpectation(
    /**
     * The `nonce` that was sent and must come back. Null when none was sent; then the token must not have one, unless [anyNonce].
     */
    val nonce: String? = null,
    /** The maximum time since the user's login, if it was requested. The token must then have `auth_time`. */
    val maxAge: Duration? = null,
    /** The accepted values of `acr`. Empty accepts any, because `acr_values` in a request does not oblige the server. */
    val acrValues: List<String> = emptyList(),
    /** The access token in the same response, to compare with `at_hash`. */
    val accessToken: String? = null,
    /** The code that was redeemed, to compare with `c_hash`. */
    val code: String? = null,
    /** The claims of the ID token that this one replaces after a refresh (OpenID Connect Core 1.0 §12.2). */
    val previous: JsonObject? = null,
    /** True if a `nonce` is accepted although [nonce] is null, because it is not known whether one was sent. */
    val anyNonce: Boolean = false,
    /**
     * True if `at_hash` and `c_hash` are required for the given values, because the token came through the browser (§3.2.2.9,
     * §3.3.2.11).
     */
    val hashesRequired: Boolean = false,
    /** The maximum time since the token was issued, or null for no limit. */
    val maxIssuedAge: Duration? = null,
    /** True if a token response without an ID token is refused, because these requirements could not be checked. */
    val isRequired: Boolean = nonce != null || maxAge != null || acrValues.isNotEmpty(),
) {
    /** Returns this expectation for an ID token that comes with [accessToken] and has just been issued. */
    fun forTokenResponse(
        accessToken: String?,
        maxIssuedAge: Duration,
    ): IdTokenExpectation = copy(accessToken = accessToken, maxIssuedAge = maxIssuedAge)

    /** Returns this expectation for an ID token that comes with [accessToken], unless it has one already. */
    fun withAccessToken(accessToken: String): IdTokenExpectation = copy(accessToken = this.accessToken ?: accessToken)

    /** Returns this expectation for a response that may have no ID token. */
    fun ifPresent(): IdTokenExpectation = copy(isRequired = false)

    private fun copy(
        accessToken: String? = this.accessToken,
        maxIssuedAge: Duration? = this.maxIssuedAge,
        isRequired: Boolean = this.isRequired,
    ) = IdTokenExpectation(
        nonce,
        maxAge,
        acrValues,
        accessToken,
        code,
        previous,
        anyNonce,
        hashesRequired,
        maxIssuedAge,
        isRequired,
    )

    override fun toString(): String = "IdTokenExpectation($REDACTED)"

    companion object {
        /** The expectation when nothing is known about the request. */
        val ANY = IdTokenExpectation(anyNonce = true)

        /**
         * Returns the expectation for a refresh of the tokens that came with the ID token [previous], as far as that can be read.
         */
        fun afterRefresh(previous: String?): IdTokenExpectation =
            IdTokenExpectation(previous = previous?.let(::unverifiedClaims), anyNonce = true)
    }
}
