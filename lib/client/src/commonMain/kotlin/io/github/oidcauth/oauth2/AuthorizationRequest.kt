package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.authorization.AuthorizationRequestJson
import io.github.oidcauth.internal.authorization.AuthorizationUrl
import io.github.oidcauth.internal.authorization.RequestDelivery
import io.github.oidcauth.internal.jwt.IdTokenExpectation
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * A login that begins in the user's browser (RFC 6749 §4.1.1): the URL to open, and the values that are needed to validate
 * the response.
 *
 * ```
 * val request = client.prepare(client.authorizationRequest("http://127.0.0.1:8400/callback") { scope("openid") })
 * open(request.url)
 * val response = client.validate(request, urlThatTheBrowserCameBackTo)
 * val token = client.token(AuthorizationCodeGrant(response))
 * ```
 *
 * One request is for one login. It is bound to the client and the server that it was made for. The wait for the response can
 * go on in another process: [serialize], [deserialize].
 *
 * An immutable value. It contains secrets, such as the PKCE verifier; [toString] shows none of them, but [serialize] does.
 */
public class AuthorizationRequest internal constructor(
    /** The issuer of the server, as its metadata names it, or null if they do not name it. */
    public val issuer: String?,
    internal val authorizationEndpoint: String,
    /** The parameters of the request, in order. */
    internal val parameters: List<Pair<String, String>>,
    /**
     * The PKCE verifier, which the client that redeems the code presents (RFC 7636 §4.5), or null without PKCE. A secret, for
     * programs that have the code redeemed elsewhere: [AuthorizationCodeGrant] sends it by itself.
     */
    public val codeVerifier: String?,
    /** The key that the code is bound to (RFC 9449 §10), or null. */
    internal val dpopKey: DPoPKey?,
    internal val isAcrRequired: Boolean,
    internal val delivery: RequestDelivery,
) : AuthorizationRequestForJava {
    /** The client that sends the request (RFC 6749 §2.2). */
    public val clientId: String get() = required("client_id")

    /** The URI that the response is sent to (RFC 6749 §3.1.2). */
    public val redirectUri: String get() = required("redirect_uri")

    /**
     * The value that the response returns, to tie it to this request (RFC 6749 §10.12): 256 random bits, or the value that
     * [AuthorizationRequestBuilder.state] set. A program that waits for several responses finds the request by it. [OAuth2Client.validate] compares it in any case.
     */
    public val state: String get() = required("state")

    /** The requested scope, space-separated (RFC 6749 §3.3), or null. */
    public val scope: String? get() = parameter("scope")

    /** The requested way in which the response comes back, or null for the server's default, the query. */
    public val responseMode: ResponseMode? get() = parameter("response_mode")?.let(ResponseMode::find)

    internal val isResponseSigned: Boolean get() = responseMode?.isSigned == true

    /** The value that the ID token contains (OpenID Connect Core 1.0 §3.1.2.1), or null without the scope `openid`. A secret. */
    public val nonce: String? get() = parameter("nonce")

    /**
     * The URL that the user's browser opens, in a GET request. Show it to this user alone.
     *
     * A server that requires pushed or signed requests ([ServerMetadata.requirePushedAuthorizationRequests]) refuses the URL
     * of a request that is neither: [OAuth2Client.prepare] does what the server requires.
     */
    public val url: String get() = AuthorizationUrl.of(authorizationEndpoint, parameters, delivery)

    /** The signed JWT, possibly encrypted, that [url] contains, or null (RFC 9101 §5.1). */
    public val requestObject: String? get() = (delivery as? RequestDelivery.ByValue)?.requestObject

    /** The URI that [url] contains in place of the parameters, or null (RFC 9101 §5.2, RFC 9126 §2.2). */
    public val requestUri: String? get() = (delivery as? RequestDelivery.ByReference)?.requestUri

    /** The time until which [url] can be opened, or null if the request was not pushed (RFC 9126 §2.2). */
    @get:JvmSynthetic
    public val expiresAt: Instant? get() = (delivery as? RequestDelivery.ByReference)?.expiresAt

    /**
     * The members of the response to the pushed request that have no property of their own, unchanged; empty if the request was
     * not pushed (RFC 9126 §2.2). They may be secret.
     */
    @get:JvmSynthetic
    public val extra: JsonObject get() = (delivery as? RequestDelivery.ByReference)?.extra ?: JsonObject(emptyMap())

    /** Returns the requirements for the ID token that is issued for [code]. */
    internal fun idTokenExpectation(code: String): IdTokenExpectation =
        IdTokenExpectation(
            nonce = nonce,
            maxAge = parameter("max_age")?.toLongOrNull()?.seconds,
            acrValues = if (isAcrRequired) parameter("acr_values").orEmpty().split(' ') else emptyList(),
            code = code,
        )

    /**
     * Returns this request by reference: the server fetches the request object from [uri], where the caller publishes it (RFC
     * 9101 §5.2). The object is the [requestObject] of a request that [OAuth2Client.sign] made.
     *
     * @throws IllegalArgumentException if [uri] is not an https URL or a URN of at most 512 ASCII characters.
     */
    public fun withRequestUri(uri: String): AuthorizationRequest {
        require(uri.length <= MAX_REQUEST_URI && uri.all { it in '!'..'~' } && REQUEST_URI.containsMatchIn(uri)) {
            "A request URI is an https URL or a URN of at most $MAX_REQUEST_URI ASCII characters (RFC 9101 §5.2)."
        }
        val repeated = (delivery as? RequestDelivery.ByValue)?.repeated ?: RequestObjectSettings.DEFAULT_REPEATED
        return with(RequestDelivery.ByReference(uri, expiresAt = null, repeated))
    }

    /**
     * Returns this request as text, for [deserialize] in this or another process. **The text contains secrets**: whoever has
     * it and sees the response can redeem the code. Keep it on the machine that waits, and not in an unencrypted cookie.
     */
    public fun serialize(): String = AuthorizationRequestJson.encode(this)

    internal fun with(delivery: RequestDelivery): AuthorizationRequest =
        AuthorizationRequest(issuer, authorizationEndpoint, parameters, codeVerifier, dpopKey, isAcrRequired, delivery)

    internal fun parameter(name: String): String? = parameters.firstOrNull { it.first == name }?.second

    /** Returns a parameter that every request has. */
    private fun required(name: String): String = checkNotNull(parameter(name)) { "An authorization request has a $name." }

    private fun members(): List<Any?> =
        listOf(issuer, authorizationEndpoint, parameters, codeVerifier, dpopKey, isAcrRequired, delivery)

    override fun equals(other: Any?): Boolean = other is AuthorizationRequest && other.members() == members()

    override fun hashCode(): Int = parameters.hashCode()

    override fun toString(): String = "AuthorizationRequest(clientId=$clientId, redirectUri=$redirectUri, scope=$scope, ██)"

    public companion object {
        init {
            requireFittingVersions()
        }

        private const val MAX_REQUEST_URI = 512
        private val REQUEST_URI = Regex("^(https://[^/?#]|urn:[A-Za-z0-9])", RegexOption.IGNORE_CASE)

        /**
         * Reads the text that [serialize] returned.
         *
         * @throws InvalidResponseException if [text] is something else; the message contains nothing of it.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): AuthorizationRequest = AuthorizationRequestJson.decode(text)
    }
}
