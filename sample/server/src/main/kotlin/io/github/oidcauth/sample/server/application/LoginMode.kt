package io.github.oidcauth.sample.server.application

/** What differs between an application that passes the provider's tokens through and one that makes its own. */
internal interface LoginMode {
    fun token(request: TokenRequest): Token

    /** The user whom a bearer token stands for; throws [InvalidRequest] unless the token is valid. */
    fun user(token: String): UserInfo
}
