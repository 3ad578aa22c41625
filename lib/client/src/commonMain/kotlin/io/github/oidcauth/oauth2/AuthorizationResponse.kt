package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.callback.AuthorizationResponseResult
import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmSynthetic

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
) : AuthorizationResponseForJava {
    /** The code (RFC 6749 §4.1.2), for programs that have it redeemed elsewhere. A secret. */
    public val code: String get() = result.code

    /**
     * The issuer that the response names, which is the one that the request was sent to (RFC 9207 §2), or null if it names
     * none.
     */
    public val issuer: String? get() = result.issuer

    /**
     * The parameters of the response beyond those of the protocol, such as `session_state`, each as a string; of a signed
     * response the claims, unchanged. A parameter that occurs twice is left out. The values are not validated: unless the
     * response was signed, the user's browser may have changed them.
     */
    @get:JvmSynthetic
    public val extra: JsonObject get() = result.extra

    /** Returns the parameter [name] of [extra] if it is a string, or null. */
    public operator fun get(name: String): String? = extra.string(name)

    override fun toString(): String = "AuthorizationResponse(clientId=${request.clientId}, issuer=$issuer, ██)"
}
