package io.github.oidcauth.sample.server.application

/** Ends a request with a status and a `detail`, the way py-oidc-auth's exception of this name does. */
internal class InvalidRequest(
    val status: Int,
    val detail: String,
    val headers: Map<String, String> = emptyMap(),
) : RuntimeException(detail)
