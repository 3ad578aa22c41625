// Tested by AuthorizationRequestTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.AuthorizationParameters
import io.github.oidcauth.internal.callback.StateRule
import io.github.oidcauth.internal.json.jsonObjectOf
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * Builds an [AuthorizationRequest]. It adds the state, PKCE (`S256`, RFC 7636) and, with the scope `openid`, the nonce.
 * `S256` is used even if the server's metadata do not name it: a server that does not know PKCE ignores it (RFC 9700 §2.1.1).
 *
 * Not thread-safe.
 */
public class AuthorizationRequestBuilder internal constructor(
    internal val redirectUri: String,
    private val create: (AuthorizationRequestBuilder) -> AuthorizationRequest,
) : AuthorizationRequestBuilderForJava {
    /** The way in which the code is bound to the request. */
    internal enum class Proof { S256, PLAIN, NONE }

    private val optionsBuilder = RequestOptions.builder()
    internal val settings = LinkedHashMap<String, String>()
    internal var proof: Proof = Proof.S256
    internal var isAcrRequired = false
    internal var dpopKey: DPoPKey? = null
    internal var state: String? = null
    internal val options: RequestOptions get() = optionsBuilder.build()

    /** Sets the scope to request, in one string or in several. Replaces an earlier scope; duplicates are dropped. */
    public fun scope(vararg scopes: String): AuthorizationRequestBuilder = scope(scopes.toList())

    /** Sets the scope to request, and replaces an earlier one. */
    public fun scope(scopes: Iterable<String>): AuthorizationRequestBuilder = apply { optionsBuilder.scope(scopes) }

    /** Adds an API that the token is for: an absolute URI without a fragment (RFC 8707 §2). */
    public fun resource(uri: String): AuthorizationRequestBuilder = apply { optionsBuilder.resource(uri) }

    /** Adds an API that the token is for, by a name that the server knows. */
    public fun audience(name: String): AuthorizationRequestBuilder = apply { optionsBuilder.audience(name) }

    /** Sets the authorization details: an array of objects with a `type` each (RFC 9396 §2). */
    @JvmSynthetic
    public fun authorizationDetails(details: JsonArray): AuthorizationRequestBuilder =
        apply { optionsBuilder.authorizationDetails(details) }

    /**
     * Sets the authorization details: maps with a `type` each (RFC 9396 §2), whose values are maps, lists, strings, booleans,
     * numbers and null.
     *
     * @throws IllegalArgumentException if a value is something else.
     */
    public fun authorizationDetails(details: List<Map<String, Any?>>): AuthorizationRequestBuilder =
        apply { optionsBuilder.authorizationDetails(details) }

    /** Adds any other parameter. [build] refuses parameters of the protocol and those that have a function of their own. */
    public fun parameter(
        name: String,
        value: String,
    ): AuthorizationRequestBuilder = apply { optionsBuilder.parameter(name, value) }

    /**
     * Sets the value that the response returns, to tie it to this request, in place of 256 random bits (RFC 6749 §10.12). An
     * attacker must not be able to guess it, so it needs a random part of 128 bits, which 22 characters of base64url have, and
     * a new one for each request. The browser and its history see it: put no secret into it.
     *
     * @throws IllegalArgumentException if it has fewer than 22 characters, fewer than 5 different ones, or others than printable
     *     ASCII (appendix A.5).
     */
    public fun state(state: String): AuthorizationRequestBuilder =
        apply {
            StateRule.fault(state)?.let { throw IllegalArgumentException(it) }
            this.state = state
        }

    /** Sets the way in which the response comes back. Default: the server's default, which is the query. */
    public fun responseMode(mode: ResponseMode): AuthorizationRequestBuilder = setting("response_mode", mode.value)

    /**
     * Sets the pages that the server shows to the user: `login`, `consent`, `select_account`; `none` alone for no page at all
     * (OpenID Connect Core 1.0 §3.1.2.1).
     *
     * @throws IllegalArgumentException if `none` is not alone.
     */
    public fun prompt(vararg values: String): AuthorizationRequestBuilder {
        require("none" !in values || values.size == 1) { "The prompt none stands alone (OpenID Connect Core 1.0 §3.1.2.1)." }
        return words("prompt", values)
    }

    /** Sets the expected user, if known: a name or mail address. */
    public fun loginHint(hint: String): AuthorizationRequestBuilder = setting("login_hint", hint)

    /** Sets the logged-in user, by an ID token of this user. */
    public fun idTokenHint(idToken: String): AuthorizationRequestBuilder = setting("id_token_hint", idToken)

    /**
     * Sets the logged-in user, by the ID token of [token].
     *
     * @throws IllegalArgumentException if it has none.
     */
    public fun idTokenHint(token: Token): AuthorizationRequestBuilder = idTokenHint(TypedToken.idToken(token).value)

    /**
     * Sets the maximum age of the login, in whole seconds; if the user logged in longer ago, they log in again. The ID token
     * must then contain the time of the login (OpenID Connect Core 1.0 §3.1.2.1).
     *
     * @throws IllegalArgumentException if it is negative.
     */
    @JvmSynthetic
    public fun maxAge(age: Duration): AuthorizationRequestBuilder {
        val seconds = age.inWholeSeconds
        require(!age.isNegative() && seconds in 0..AuthorizationParameters.MAX_AGE) {
            "A maximum age is at least 0 and at most ${AuthorizationParameters.MAX_AGE} seconds."
        }
        return setting("max_age", seconds.toString())
    }

    /** Sets the authentication context classes for the login, in order of preference. The server may use another one. */
    public fun acrValues(vararg values: String): AuthorizationRequestBuilder =
        words("acr_values", values).also { isAcrRequired = false }

    /**
     * Sets the authentication context classes for the login, in order of preference. An ID token with another one, or none,
     * is refused.
     */
    public fun requiredAcrValues(vararg values: String): AuthorizationRequestBuilder =
        words("acr_values", values).also { isAcrRequired = true }

    /** Sets the languages of the user, in order of preference (BCP 47). */
    public fun uiLocales(vararg tags: String): AuthorizationRequestBuilder = words("ui_locales", tags)

    /** Sets the individual claims to request (OpenID Connect Core 1.0 §5.5). */
    @JvmSynthetic
    public fun claims(claims: JsonObject): AuthorizationRequestBuilder = setting("claims", claims.toString())

    /**
     * Sets the individual claims to request (OpenID Connect Core 1.0 §5.5): maps, lists, strings, booleans, numbers and null.
     *
     * @throws IllegalArgumentException if a value is something else.
     */
    public fun claims(claims: Map<String, Any?>): AuthorizationRequestBuilder = claims(jsonObjectOf(claims))

    /**
     * Binds the code, and the tokens that are issued for it, to [key] (RFC 9449 §10). Default: as [ClientConfig.dpop] sets;
     * without that, they are bound to no key.
     */
    public fun dpopKey(key: DPoPKey): AuthorizationRequestBuilder = apply { dpopKey = key }

    /**
     * Sends the PKCE verifier itself as the challenge (RFC 7636 §4.2, `plain`), for a server that does not support `S256`. It
     * does not protect the code from those who can read the URL.
     */
    @DelicateOidcAuthApi
    public fun withPlainPkce(): AuthorizationRequestBuilder = apply { proof = Proof.PLAIN }

    /**
     * Omits PKCE, for a server that refuses requests with it. A code that is stolen or injected can then be redeemed by this
     * client or another one (RFC 9700 §2.1.1, §4.5).
     */
    @DelicateOidcAuthApi
    public fun withoutPkce(): AuthorizationRequestBuilder = apply { proof = Proof.NONE }

    /**
     * Returns a new request, with its own nonce and verifier, and its own state unless [state] was set.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the server has no authorization endpoint, the redirect URI is
     *     invalid, or a parameter belongs to the protocol or has a function of its own.
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
