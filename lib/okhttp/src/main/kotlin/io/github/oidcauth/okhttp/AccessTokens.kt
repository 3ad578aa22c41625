package io.github.oidcauth.okhttp

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import okhttp3.OkHttpClient

/**
 * Installs the tokens of [tokens] in a client, which sends them to [origins] alone, such as `https://api.example.com`.
 *
 * Call this after the interceptors of the program have been added, so that they see each call once and without a token; those added
 * later see each sending of it. Two calls of this with different origins do not disturb each other, nor do they change an
 * `authenticator` of the program: that one is called first.
 *
 * @throws io.github.oidcauth.InvalidConfigException if there are no origins, or no token may be sent to one of them.
 */
@JvmSynthetic
public fun OkHttpClient.Builder.accessTokens(
    tokens: TokenSource,
    vararg origins: String,
): OkHttpClient.Builder = AccessTokenInterceptor.install(this, tokens, *origins)

/** Installs the tokens of [authorizer] in a client, which sends them by its rules: see the other [accessTokens]. */
@JvmSynthetic
public fun OkHttpClient.Builder.accessTokens(authorizer: RequestAuthorizer): OkHttpClient.Builder =
    AccessTokenInterceptor.install(this, authorizer)
