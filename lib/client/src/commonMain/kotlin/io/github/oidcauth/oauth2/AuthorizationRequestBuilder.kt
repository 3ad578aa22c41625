package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.internal.callback.AuthorizationParameters
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * Says what an [AuthorizationRequest] asks for. State, PKCE (`S256`, RFC 7636) and, with the scope `openid`, the nonce come by
 * themselves. `S256` is used even with a server whose metadata do not name it: one that does not know PKCE ignores it (RFC 9700
 * §2.1.1).
 *
 * Not thread-safe.
 */
public class AuthorizationRequestBuilder internal constructor(
    internal val redirectUri: String,
    private val create: (AuthorizationRequestBuilder) -> AuthorizationRequest,
) {
    /** How the code is bound to the request. */
    internal enum class Proof { S256, PLAIN, NONE }

    private val optionsBuilder = RequestOptions.builder()
    internal val settings = LinkedHashMap<String, String>()
    internal var proof: Proof = Proof.S256
    internal var isAcrRequired = false
    internal var dpopKey: DPoPKey? = null
    internal val options: RequestOptions get() = optionsBuilder.build()

    /** The scope to ask for, in one string or in several. Takes the place of an earlier one; duplicates are dropped. */
    public fun scope(vararg scopes: String): AuthorizationRequestBuilder = scope(scopes.toList())

    /** The scope to ask for, in place of an earlier one. */
    public fun scope(scopes: Iterable<String>): AuthorizationRequestBuilder = apply { optionsBuilder.scope(scopes) }

    /** One more API that the token is for: an absolute URI without a fragment (RFC 8707 §2). */
    public fun resource(uri: String): AuthorizationRequestBuilder = apply { optionsBuilder.resource(uri) }

    /** One more API that the token is for, by a name that the server knows. */
    public fun audience(name: String): AuthorizationRequestBuilder = apply { optionsBuilder.audience(name) }

    /** What exactly is asked for: an array of objects with a `type` each (RFC 9396 §2). */
    public fun authorizationDetails(details: JsonArray): AuthorizationRequestBuilder =
        apply { optionsBuilder.authorizationDetails(details) }

    /** Any other parameter. Those of the protocol, and those with a setting of their own, are refused by [build]. */
    public fun parameter(
        name: String,
        value: String,
    ): AuthorizationRequestBuilder = apply { optionsBuilder.parameter(name, value) }

    /** How the response comes back. Default: the server's, which is the query. */
    public fun responseMode(mode: ResponseMode): AuthorizationRequestBuilder = setting("response_mode", mode.value)

    /**
     * What the server shows the user: `login`, `consent`, `select_account`; `none` alone for nothing at all (OpenID Connect
     * Core 1.0 §3.1.2.1).
     *
     * @throws IllegalArgumentException when `none` is not alone.
     */
    public fun prompt(vararg values: String): AuthorizationRequestBuilder {
        require("none" !in values || values.size == 1) { "The prompt none stands alone (OpenID Connect Core 1.0 §3.1.2.1)." }
        return words("prompt", values)
    }

    /** Who will log in, as far as that is known: a name or mail address. */
    public fun loginHint(hint: String): AuthorizationRequestBuilder = setting("login_hint", hint)

    /** Who is logged in, by an ID token of theirs. */
    public fun idTokenHint(idToken: String): AuthorizationRequestBuilder = setting("id_token_hint", idToken)

    /**
     * How long ago the user may have logged in, in whole seconds; longer, and they log in again. The ID token has to say when
     * it was (OpenID Connect Core 1.0 §3.1.2.1).
     *
     * @throws IllegalArgumentException when it is negative.
     */
    @JvmSynthetic
    public fun maxAge(age: Duration): AuthorizationRequestBuilder = maxAgeSeconds(age.inWholeSeconds)

    /** As [maxAge], in seconds. */
    public fun maxAgeSeconds(seconds: Long): AuthorizationRequestBuilder {
        require(seconds in 0..AuthorizationParameters.MAX_AGE) {
            "A maximum age is at least 0 and at most ${AuthorizationParameters.MAX_AGE} seconds."
        }
        return setting("max_age", seconds.toString())
    }

    /** Authentication context classes to log in by, the preferred first. The server may take another one. */
    public fun acrValues(vararg values: String): AuthorizationRequestBuilder =
        words("acr_values", values).also { isAcrRequired = false }

    /** Authentication context classes to log in by, the preferred first. An ID token with another one, or none, is refused. */
    public fun requiredAcrValues(vararg values: String): AuthorizationRequestBuilder =
        words("acr_values", values).also { isAcrRequired = true }

    /** The languages that the user reads, the preferred first (BCP 47). */
    public fun uiLocales(vararg tags: String): AuthorizationRequestBuilder = words("ui_locales", tags)

    /** The single claims to be told of the user (OpenID Connect Core 1.0 §5.5). */
    public fun claims(claims: JsonObject): AuthorizationRequestBuilder = setting("claims", claims.toString())

    /**
     * Binds the code, and the tokens that it buys, to [key] (RFC 9449 §10). Default as [ClientConfig.dpop] says; where that says
     * nothing they are bound to no key.
     */
    public fun dpopKey(key: DPoPKey): AuthorizationRequestBuilder = apply { dpopKey = key }

    /**
     * Shows the verifier to whoever sees the request (RFC 7636 §4.2, `plain`), for a server that cannot hash. It does not
     * protect the code from those who can read the URL.
     */
    @DelicateOidcAuthApi
    public fun withPlainPkce(): AuthorizationRequestBuilder = apply { proof = Proof.PLAIN }

    /**
     * Leaves PKCE out, for a server that refuses requests with it. A code that is stolen or injected on its way can then be
     * redeemed by this client or another one (RFC 9700 §2.1.1, §4.5).
     */
    @DelicateOidcAuthApi
    public fun withoutPkce(): AuthorizationRequestBuilder = apply { proof = Proof.NONE }

    /**
     * A new request, with a state, nonce and verifier of its own.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no authorization endpoint, the redirect URI is none,
     *   or a parameter belongs to the protocol or has a setting of its own.
     */
    @Throws(AuthException::class)
    public fun build(): AuthorizationRequest = create(this)

    private fun words(
        name: String,
        values: Array<out String>,
    ): AuthorizationRequestBuilder = setting(name, values.filter { it.isNotEmpty() }.joinToString(" "))

    private fun setting(
        name: String,
        value: String,
    ): AuthorizationRequestBuilder = apply { if (value.isEmpty()) settings -= name else settings[name] = value }

    override fun toString(): String = "AuthorizationRequestBuilder(redirectUri=$redirectUri, ██)"
}
