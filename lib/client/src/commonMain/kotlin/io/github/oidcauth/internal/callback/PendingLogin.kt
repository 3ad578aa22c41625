package io.github.oidcauth.internal.callback

import io.github.oidcauth.oauth2.ResponseMode

/** A browser login in progress: the URL to open, and the expected response. */
internal open class PendingLogin(
    val url: String,
    val redirectUri: String,
    val codeVerifier: String?,
    /** The response mode of the request. */
    val responseMode: ResponseMode,
    /** Distinguishes the response from other requests. */
    val validator: AuthorizationResponseValidator,
) {
    override fun toString(): String = "PendingLogin(██)"
}

/** A callback that is valid and belongs to its request. Only [CallbackValidator] creates it. */
internal class ValidatedCallback internal constructor(
    val response: AuthorizationResponseResult.Granted,
    val request: PendingLogin,
) {
    val code: String get() = response.code

    override fun toString(): String = "ValidatedCallback(██)"
}
