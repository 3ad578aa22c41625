package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.callback.AuthorizationResponseResult

/**
 * The response to an [AuthorizationRequest], found to be just that: [OAuth2Client.validate] alone makes one. It has a code in it,
 * which [AuthorizationCodeGrant] redeems, once.
 *
 * An immutable value. [toString] shows no secret.
 */
public class AuthorizationResponse internal constructor(
    /** What this is the response to. */
    public val request: AuthorizationRequest,
    private val result: AuthorizationResponseResult.Granted,
) {
    internal val code: String get() = result.code

    /** The server that the response names, which is the one that was asked (RFC 9207 §2), or null when it names none. */
    public val issuer: String? get() = result.issuer

    /**
     * A parameter of the response beyond those of the protocol, such as `session_state`, or null when it is not there exactly
     * once. Nobody has looked at its value; unless the response was signed, the user's browser may have changed it.
     */
    public operator fun get(name: String): String? = result.otherParameters[name]

    override fun toString(): String = "AuthorizationResponse(clientId=${request.clientId}, issuer=$issuer, ██)"
}
