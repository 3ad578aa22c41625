// Tested by GrantRequestTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.internal.crypto.Pkce
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
public class AuthorizationCodeGrant private constructor(
    private val code: String,
    private val redirectUri: String?,
    private val codeVerifier: String?,
    /** The request that the code is the response to, or null if it was obtained elsewhere. */
    internal val request: AuthorizationRequest?,
    private val requestOptions: RequestOptions,
    private val isIdTokenRequired: Boolean = true,
) : Grant("authorization_code", requestOptions) {
    /** Redeems the code of [response]. */
    @JvmOverloads
    public constructor(response: AuthorizationResponse, options: RequestOptions = RequestOptions.NONE) :
        this(response.code, response.request.redirectUri, response.request.codeVerifier, response.request, options)

    /**
     * Redeems a [code] that was obtained elsewhere, such as by a mobile app or another library. [redirectUri] is the one of the
     * authorization request, or null if that had none; [codeVerifier] is the verifier of its PKCE challenge, or null without
     * PKCE.
     *
     * **The caller takes over what [OAuth2Client.validate] does:** that the response has the `state` of this user's request
     * (RFC 6749 §10.12), and that it comes from this server (RFC 9207 §2.4). The ID token is validated, except for the values of
     * the request that are not known here: validate its `nonce` with [OAuth2Client.validateIdToken].
     *
     * @throws IllegalArgumentException if the code is empty or the verifier is not one (RFC 6749 appendix A.11, RFC 7636 §4.1).
     */
    @DelicateOidcAuthApi
    @JvmOverloads
    public constructor(
        code: String,
        redirectUri: String?,
        codeVerifier: String? = null,
        options: RequestOptions = RequestOptions.NONE,
    ) : this(code, redirectUri, codeVerifier, null, options)

    init {
        require(code.isNotEmpty() && code.all { it in ' '..'~' }) { "A code has printable ASCII characters, and at least one." }
        require(codeVerifier == null || Pkce.isVerifier(codeVerifier)) {
            "A code verifier has 43 to 128 letters, digits, '-', '.', '_' and '~' (RFC 7636 §4.1)."
        }
    }

    override val parameters: List<Pair<String, String>>
        get() =
            listOfNotNull(
                "code" to code,
                redirectUri?.let { "redirect_uri" to it },
                codeVerifier?.let { "code_verifier" to it },
            )

    override val dpopKey: DPoPKey? get() = request?.dpopKey

    override val idToken: IdTokenExpectation
        get() {
            val expectation = request?.idTokenExpectation(code) ?: IdTokenExpectation(code = code, anyNonce = true)
            return if (isIdTokenRequired) expectation else expectation.ifPresent()
        }

    /** Returns this grant for a response that may have no ID token, whatever was requested. One that is there is validated. */
    internal fun withoutRequiredIdToken(): AuthorizationCodeGrant =
        AuthorizationCodeGrant(code, redirectUri, codeVerifier, request, requestOptions, isIdTokenRequired = false)
}

/** Creates an [AuthorizationCodeGrant]: `AuthorizationCodeGrant(response) { resource("https://api.example.com") }`. */
@JvmSynthetic
public inline fun AuthorizationCodeGrant(
    response: AuthorizationResponse,
    configure: RequestOptions.Builder.() -> Unit,
): AuthorizationCodeGrant = AuthorizationCodeGrant(response, RequestOptions(configure))

/** Creates an [AuthorizationCodeGrant] for a code that was obtained elsewhere: see the constructor. */
@DelicateOidcAuthApi
@JvmSynthetic
public inline fun AuthorizationCodeGrant(
    code: String,
    redirectUri: String?,
    codeVerifier: String? = null,
    configure: RequestOptions.Builder.() -> Unit,
): AuthorizationCodeGrant = AuthorizationCodeGrant(code, redirectUri, codeVerifier, RequestOptions(configure))
