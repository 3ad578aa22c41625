package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.callback.AuthorizationResponseResult

/**
 * A validated response to an [AuthorizationRequest]; only [OAuth2Client.validate] makes one. It contains a code, which
 * [AuthorizationCodeGrant] redeems, once.
 *
 * An immutable value. [toString] shows no secret.
 */
public class AuthorizationResponse internal constructor(
    /** The request that this is the response to. */
    public val request: AuthorizationRequest,
    private val result: AuthorizationResponseResult.Granted,
) {
    internal val code: String get() = result.code

    /**
     * The issuer that the response names, which is the one that the request was sent to (RFC 9207 §2), or null if it names
     * none.
     */
    public val issuer: String? get() = result.issuer

    /**
     * Returns a parameter of the response beyond those of the protocol, such as `session_state`, or null if it is not there
     * exactly once. Its value is not validated: unless the response was signed, the user's browser may have changed it.
     */
    public operator fun get(name: String): String? = result.otherParameters[name]

    override fun toString(): String = "AuthorizationResponse(clientId=${request.clientId}, issuer=$issuer, ██)"
}
