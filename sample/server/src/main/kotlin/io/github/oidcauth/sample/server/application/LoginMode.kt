package io.github.oidcauth.sample.server.application

/** The differences between an application that passes the provider's tokens on and one that makes its own. */
internal interface LoginMode {
    fun token(request: TokenRequest): Token

    /** Returns the user of a bearer token; throws [InvalidRequest] unless the token is valid. */
    fun user(token: String): UserInfo
}
