package io.github.oidcauth.internal.callback

import io.github.oidcauth.oauth2.ResponseMode

/** A login as an application starts it that uses py-oidc-auth. */
internal fun pendingLogin(
    redirectUri: String,
    state: String,
    codeVerifier: String? = null,
    mode: ResponseMode = ResponseMode.QUERY,
    url: String = "https://idp.example/authorize",
): PendingLogin {
    val content = AuthorizationResponseContent(state, listOfNotNull(codeVerifier))
    return PendingLogin(url, redirectUri, codeVerifier, mode, PlainResponseValidator(content, IssuerParameterRule.NOT_COMPARED))
}
