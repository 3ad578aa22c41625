package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.assembly.processClients
import io.github.oidcauth.internal.dpop.DPoPProver
import io.github.oidcauth.internal.dpop.ResourceCaller
import io.github.oidcauth.internal.requests.RequestTokens
import io.github.oidcauth.internal.requests.RetryRule
import io.github.oidcauth.internal.requests.TokenOrigins
import io.github.oidcauth.internal.sources.ReadyTokens
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * The rules by which an HTTP client sends tokens with its requests. All integrations follow them: [ApiClient], and the ones for
 * Ktor, OkHttp, `java.net.http`, Spring and gRPC. For another client, call [begin] for each request.
 *
 * ```
 * RequestAuthorizer(tokens, "https://api.example.com")
 * RequestAuthorizer(tokens) { origin("https://api.example.com").origin("https://files.example.com") }
 * ```
 *
 * - Tokens are sent to the [origins] alone, never to http beyond this machine, and never after a redirect to another origin.
 * - A request that has an `Authorization` header is sent as it is.
 * - After a 401 with `invalid_token` (RFC 6750 §3.1) or without a challenge, the request is sent once more, with another token,
 *   if its body can be sent again. If that token is refused too, it is not replaced in turn for 10 seconds.
 * - A token that is bound to a key is sent with a proof for each request (RFC 9449 §7), with the nonce that the API requires.
 * - If the API requires a stronger or more recent login (RFC 9470), the user logs in again, if [TokenSource.stepUp] can.
 * - A `Retry-After` of such a response is respected, up to [Builder.longestRetryDelay].
 * - Every other refusal, such as `insufficient_scope`, is reported to [Builder.onRefusal], and its response returned as it is.
 *
 * Immutable and thread-safe.
 */
public class RequestAuthorizer private constructor(builder: Builder) {
    internal val tokens: RequestTokens =
        builder.source.withoutFacade().let { source ->
            val atHand = source as? ReadyTokens
            RequestTokens(source, builder.clock) { atHand?.readyToken(it) }
        }
    internal val rule = RetryRule(builder.isSteppingUp, builder.longestRetryDelay)
    internal val refused: RefusalListener? = builder.refused
    internal val clock: Clock = builder.clock
    internal val resources: ResourceCaller by lazy {
        val context = processClients.context
        ResourceCaller(context, DPoPProver(context), builder.insecureHttpAllowed)
    }

    private val allowed = TokenOrigins.of(builder.origins, builder.insecureHttpAllowed)

    /** The origins that tokens are sent to, such as `https://api.example.com`, in lower case and without default ports. */
    public val origins: Set<String> get() = allowed.origins

    init {
        if (origins.isEmpty()) {
            throw InvalidConfigException(
                "No origin is set, so the token would be sent nowhere. Name the origins of the API, such as " +
                    "https://api.example.com.",
            )
        }
    }

    /**
     * Begins the authorization of one request of [method] to [url], an absolute URL as it is sent. Returns null if the request
     * is to be sent as it is: [hasAuthorization] is true, because it has an `Authorization` header, or no token may be sent to
     * [url]. Sends nothing.
     */
    public fun begin(
        method: String,
        url: String,
        hasAuthorization: Boolean,
    ): RequestAuthorization? = if (hasAuthorization || url !in allowed) null else RequestAuthorization(this, method, url)

    override fun toString(): String = "RequestAuthorizer(origins=$origins)"

    /** Builds a [RequestAuthorizer]. Not thread-safe. */
    public class Builder internal constructor(
        internal val source: TokenSource,
    ) : RequestAuthorizerBuilderForJava {
        internal val origins = mutableListOf<String>()
        internal var isSteppingUp = true
        internal var insecureHttpAllowed = false
        internal var refused: RefusalListener? = null
        internal var clock: Clock = Clock.System

        /**
         * The longest time that a refused request waits before it is sent again, when the response has a `Retry-After`. If the
         * API demands a longer time, its response is returned at once. Not negative. Default 10 seconds.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var longestRetryDelay: Duration = 10.seconds
            set(limit) {
                require(!limit.isNegative()) { "The longest delay before a retry is $limit; it must not be negative." }
                field = limit
            }

        /** Adds an origin that tokens may be sent to: an https URL (http on this machine), of which only the origin counts. */
        public fun origin(url: String): Builder = apply { origins += url }

        /** Allows tokens to be sent unencrypted to every host that an [origin] names. For test networks only. */
        public fun allowInsecureHttp(): Builder = apply { insecureHttpAllowed = true }

        /** Sets if a user may be asked for a stronger login when the API requires one (RFC 9470). Default true. */
        public fun stepUp(enabled: Boolean): Builder = apply { isSteppingUp = enabled }

        /**
         * Sets the [listener] of responses that refuse the token and are returned to the caller: `insufficient_scope` and every
         * other error in a challenge of an API. It replaces the previous one. An exception that it throws reaches the caller of
         * the request.
         */
        public fun onRefusal(listener: RefusalListener): Builder = apply { refused = listener }

        /** Returns the authorizer. @throws InvalidConfigException if no origin is set, or one of them is not usable. */
        public fun build(): RequestAuthorizer = RequestAuthorizer(this)

        override fun toString(): String = "RequestAuthorizer.Builder($origins)"
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** Returns an authorizer that sends the tokens of [source] to [origins] alone. */
        @JvmStatic
        public fun of(
            source: TokenSource,
            vararg origins: String,
        ): RequestAuthorizer = builder(source).also { builder -> origins.forEach(builder::origin) }.build()

        /** Returns a builder of an authorizer that sends the tokens of [source]. */
        @JvmStatic
        public fun builder(source: TokenSource): Builder = Builder(source)
    }
}

/** Creates an authorizer that sends the tokens of [source] to [origins]. */
@JvmSynthetic
public inline fun RequestAuthorizer(
    source: TokenSource,
    vararg origins: String,
    configure: RequestAuthorizer.Builder.() -> Unit = {},
): RequestAuthorizer = RequestAuthorizer.builder(source).also { builder ->
    origins.forEach(builder::origin)
}.apply(configure).build()
