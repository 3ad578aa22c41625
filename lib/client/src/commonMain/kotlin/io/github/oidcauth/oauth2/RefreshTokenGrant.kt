// Tested by GrantRequestTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.jwt.IdTokenExpectation
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmSynthetic

/**
 * `refresh_token`: a new access token for the same user (RFC 6749 §6). The server may issue a new refresh token and revoke
 * the old one: store the response before anything else, and never send the same refresh token twice.
 */
public class RefreshTokenGrant private constructor(
    internal val refreshToken: String,
    /** The token that is refreshed, or null. Members that the response omits are taken from it, and its ID token is compared. */
    internal val previous: Token?,
    override val dpopKey: DPoPKey?,
    options: RequestOptions,
) : Grant("refresh_token", options) {
    /** Refreshes with [refreshToken] alone. The new token is bound to a key as [ClientConfig.dpop] sets. */
    @JvmOverloads
    public constructor(refreshToken: String, options: RequestOptions = RequestOptions.NONE) :
        this(refreshToken, null, null, options)

    /** Refreshes with [refreshToken] alone, for the narrower [scope], space-separated (RFC 6749 §6). */
    public constructor(refreshToken: String, scope: String) : this(refreshToken, RequestOptions.ofScope(scope))

    /** Refreshes with [refreshToken], which is bound to [dpopKey] (RFC 9449 §5). */
    @JvmOverloads
    public constructor(refreshToken: String, dpopKey: DPoPKey, options: RequestOptions = RequestOptions.NONE) :
        this(refreshToken, null, dpopKey, options)

    /**
     * Refreshes [token]: members that the response omits, such as an unchanged refresh token or scope, are taken from it, and
     * the user must be the same (OpenID Connect Core 1.0 §12.2). A token that is bound to a key is refreshed with that key.
     *
     * @throws IllegalArgumentException if it has no refresh token.
     */
    @JvmOverloads
    public constructor(token: Token, options: RequestOptions = RequestOptions.NONE) : this(
        requireNotNull(token.refreshToken) {
            "This token has no refresh token. Request the scope offline_access, or log in again."
        },
        token,
        token.dpopKey,
        options,
    )

    /**
     * Refreshes [token] for the narrower [scope], space-separated (RFC 6749 §6).
     *
     * @throws IllegalArgumentException if it has no refresh token.
     */
    public constructor(token: Token, scope: String) : this(token, RequestOptions.ofScope(scope))

    /** Returns the grant for the refresh token that replaces this one, as [unverified] says. */
    internal fun rotated(unverified: UnverifiedRefreshException): RefreshTokenGrant =
        RefreshTokenGrant(unverified.refreshToken, previous, unverified.dpopKey ?: dpopKey, options)

    override val parameters: List<Pair<String, String>> get() = listOf("refresh_token" to refreshToken)

    override val idToken: IdTokenExpectation get() = IdTokenExpectation.afterRefresh(previous?.idToken)
}

/** Creates a [RefreshTokenGrant]: `RefreshTokenGrant(token) { scope("read") }`. */
@JvmSynthetic
public inline fun RefreshTokenGrant(
    token: Token,
    configure: RequestOptions.Builder.() -> Unit,
): RefreshTokenGrant = RefreshTokenGrant(token, RequestOptions(configure))

/** Creates a [RefreshTokenGrant]: `RefreshTokenGrant("…") { scope("read") }`. */
@JvmSynthetic
public inline fun RefreshTokenGrant(
    refreshToken: String,
    configure: RequestOptions.Builder.() -> Unit,
): RefreshTokenGrant = RefreshTokenGrant(refreshToken, RequestOptions(configure))
