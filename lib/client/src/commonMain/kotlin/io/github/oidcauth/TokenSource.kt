package io.github.oidcauth

import io.github.oidcauth.internal.sources.FixedTokenSource
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * A source of access tokens that are good: [token] returns one that is valid now, and obtains a new one only if that is needed.
 *
 * ```
 * val tokens = tokenSource("https://myapp.example.com")                          // a user logs in if nothing else helps
 * val tokens = client.tokenSource(ClientCredentialsGrant("read"))                // any grant of an OAuth2Client
 * val tokens = TokenSource.of("a token from elsewhere")
 * ```
 *
 * Hand it to a client that sends the tokens: [io.github.oidcauth.http.ApiClient], the plugin of Ktor, or those of OkHttp,
 * `java.net.http`, Spring and gRPC. Every implementation is thread-safe. Callers in Java use
 * `io.github.oidcauth.java.BlockingTokenSource`.
 */
public interface TokenSource {
    /**
     * Returns a token that is valid now.
     *
     * [rejected] is a token that this source has returned and that an API has refused (401). If the source has a newer one, it is
     * returned; otherwise the source obtains another one, once for all callers.
     *
     * A caller that is cancelled harms no other.
     *
     * @throws AuthException if no token can be obtained; its subclasses tell the reason.
     */
    @JvmSynthetic
    public suspend fun token(rejected: Token? = null): Token

    /**
     * Obtains a token by a new login that fulfils [challenge], with which an API has refused the token [rejected] (RFC 9470
     * §4). Returns null if this source has no user who could log in; that is the default implementation.
     *
     * @throws AuthException if the login fails.
     */
    @JvmSynthetic
    public suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = null

    public companion object {
        /** Returns the source that has nothing but [token]. It returns it for as long as it is valid, and then throws. */
        @JvmStatic
        public fun of(token: Token): TokenSource = FixedTokenSource(token)

        /** Returns the source that has nothing but [accessToken], a bearer token whose expiry is not known. */
        @JvmStatic
        public fun of(accessToken: String): TokenSource = FixedTokenSource(Token(accessToken))
    }
}
