package io.github.oidcauth.internal.protocol

/** A browser login under way: what to open, and what the callback must bring back. */
internal class PendingLogin(
    val url: String,
    val redirectUri: String,
    /** A secret with this protocol: it has the PKCE verifier in it. */
    val state: String,
    val codeVerifier: String?,
    /** How the answer was asked to come back. */
    val responseMode: ResponseMode = ResponseMode.QUERY,
) {
    override fun toString(): String = "PendingLogin(██)"
}

/** A callback that has been judged and found to belong to its request. Only [CallbackExpectation] makes one. */
internal class ValidatedCallback internal constructor(
    val code: String,
    val request: PendingLogin,
) {
    override fun toString(): String = "ValidatedCallback(██)"
}
