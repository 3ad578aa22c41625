package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.tokens.AccessTokenType
import kotlinx.serialization.json.JsonObject

/** Detects responses that refuse a DPoP proof because it has no current nonce. Pure. */
internal object NonceChallenge {
    private const val CODE = "use_dpop_nonce"
    private const val UNAUTHORIZED = 401

    /** RFC 6749 §5.2: 400, or 401 if the client was not accepted. */
    private val REFUSALS = setOf(400, UNAUTHORIZED)

    /** Returns whether an authorization server demands a nonce (RFC 9449 §8). */
    fun isFromAuthorizationServer(response: RawResponse): Boolean =
        response.statusCode in REFUSALS && (parseJson(response.body) as? JsonObject)?.string("error") == CODE

    /** Returns whether a resource server demands a nonce (RFC 9449 §9). */
    fun isFromResourceServer(response: RawResponse): Boolean =
        response.statusCode == UNAUTHORIZED &&
            Challenge.parse(response.headers("WWW-Authenticate")).any {
                it.isScheme(AccessTokenType.DPOP.wireName) && it.parameters["error"] == CODE
            }
}
