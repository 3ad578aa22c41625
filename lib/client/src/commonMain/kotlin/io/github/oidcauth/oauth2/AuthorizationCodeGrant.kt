package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.jwt.IdTokenExpectation
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/**
 * `authorization_code`: the code of a login in the user's browser (RFC 6749 §4.1.3), with the verifier that proves that the
 * same client requested it (RFC 7636 §4.5). A code can be sent once: if the request fails, begin a new login.
 *
 * Only the client that requested the code can redeem it: in another client, [OAuth2Client.token] throws
 * [IllegalArgumentException], because a code that is sent to the wrong server can be redeemed there by others (RFC 9700
 * §4.4).
 */
public class AuthorizationCodeGrant
    @JvmOverloads
    constructor(
        internal val response: AuthorizationResponse,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("authorization_code", options) {
        override val parameters: List<Pair<String, String>>
            get() =
                buildList {
                    add("code" to response.code)
                    add("redirect_uri" to response.request.redirectUri)
                    response.request.codeVerifier?.let { add("code_verifier" to it) }
                }

        override val dpopKey: DPoPKey? get() = response.request.dpopKey

        override val idToken: IdTokenExpectation get() = response.request.idTokenExpectation(response.code)
    }

/** Creates an [AuthorizationCodeGrant]: `AuthorizationCodeGrant(response) { resource("https://api.example.com") }`. */
@JvmSynthetic
public inline fun AuthorizationCodeGrant(
    response: AuthorizationResponse,
    configure: RequestOptions.Builder.() -> Unit,
): AuthorizationCodeGrant = AuthorizationCodeGrant(response, RequestOptions(configure))
