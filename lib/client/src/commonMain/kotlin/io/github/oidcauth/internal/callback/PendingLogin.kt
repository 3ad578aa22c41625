package io.github.oidcauth.internal.callback

import io.github.oidcauth.oauth2.ResponseMode

/** A browser login under way: what to open, and what the callback must bring back. */
internal open class PendingLogin(
    val url: String,
    val redirectUri: String,
    val codeVerifier: String?,
    /** How the response was asked to come back. */
    val responseMode: ResponseMode,
    /** Tells the response from what strangers send. */
    val validator: AuthorizationResponseValidator,
) {
    override fun toString(): String = "PendingLogin(██)"
}

/** A callback that has been validated and found to belong to its request. Only [CallbackValidator] makes one. */
internal class ValidatedCallback internal constructor(
    val response: AuthorizationResponseResult.Granted,
    val request: PendingLogin,
) {
    val code: String get() = response.code

    override fun toString(): String = "ValidatedCallback(██)"
}
