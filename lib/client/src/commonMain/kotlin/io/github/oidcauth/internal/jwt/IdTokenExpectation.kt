package io.github.oidcauth.internal.jwt

import io.github.oidcauth.internal.text.REDACTED
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration

/** What an ID token has to say because of the request that it belongs to, beyond what every ID token has to. Immutable. */
internal class IdTokenExpectation(
    /** The `nonce` that was sent, which has to come back; null when none was sent, and then none may come. */
    val nonce: String? = null,
    /** How long ago the user may have logged in, if that was asked for. Then `auth_time` has to be there. */
    val maxAge: Duration? = null,
    /** One of these the `acr` has to be. Empty when any will do: asking for one by `acr_values` obliges the server to nothing. */
    val acrValues: List<String> = emptyList(),
    /** The access token that came along, to compare with `at_hash`. */
    val accessToken: String? = null,
    /** The code that was redeemed, to compare with `c_hash`. */
    val code: String? = null,
    /** The claims of the ID token that this one takes the place of, after a refresh (OpenID Connect Core 1.0 §12.2). */
    val previous: JsonObject? = null,
    /** Whether a `nonce` may come though [nonce] is null: nobody knows here whether one was sent. */
    val anyNonce: Boolean = false,
    /**
     * Whether `at_hash` and `c_hash` have to be there for what is given: the token came through the browser (§3.2.2.9,
     * §3.3.2.11).
     */
    val hashesRequired: Boolean = false,
    /** How long ago the token may have been issued, or null for any time. */
    val maxIssuedAge: Duration? = null,
    /** Whether a response of the token endpoint without an ID token is refused: without one nothing of this can be told. */
    val isRequired: Boolean = nonce != null || maxAge != null || acrValues.isNotEmpty(),
) {
    /** The same of an ID token that comes with [accessToken] and has just been issued. */
    fun forTokenResponse(
        accessToken: String?,
        maxIssuedAge: Duration,
    ): IdTokenExpectation =
        IdTokenExpectation(
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
        /** Nothing is known of the request. */
        val ANY = IdTokenExpectation(anyNonce = true)

        /** Of a refresh of what came with the ID token [previous], as far as it can be read. */
        fun afterRefresh(previous: String?): IdTokenExpectation =
            IdTokenExpectation(previous = previous?.let(::unverifiedClaims), anyNonce = true)
    }
}
