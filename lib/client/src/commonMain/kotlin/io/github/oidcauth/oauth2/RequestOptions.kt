// Tested by GrantRequestTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.TokenListener
import io.github.oidcauth.internal.json.jsonArrayOf
import io.github.oidcauth.internal.text.joinScopes
import io.github.oidcauth.internal.text.toUnchangeableList
import kotlinx.serialization.json.JsonArray
import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * The optional parameters of a request: scope, the APIs that the token is for, and the server's own parameters; and the client
 * authentication and listener of this one request.
 *
 * An immutable value. Custom parameters may be secret: [toString] shows their names without their values.
 */
public class RequestOptions private constructor(builder: Builder) : RequestOptionsForJava {
    /** The requested scope, space-separated (RFC 6749 §3.3), or null. */
    public val scope: String? = builder.scope

    /** The APIs that the token is for, as absolute URIs (RFC 8707 §2). */
    public val resources: List<String> = builder.resources.toUnchangeableList()

    /** The APIs that the token is for, by names that the server knows (RFC 8693 §2.1; Auth0's `audience`). */
    public val audiences: List<String> = builder.audiences.toUnchangeableList()

    /** The authorization details (RFC 9396 §2), or null. */
    @get:JvmSynthetic
    public val authorizationDetails: JsonArray? = builder.authorizationDetails

    /** Every other parameter, in order; a name may occur several times. */
    internal val custom: List<Pair<String, String>> = builder.custom.toList()

    /** The client authentication of this request, or null for the client's own. */
    internal val authentication: ClientAuthentication? = builder.authentication

    /** The client's secret for this request, for the method that the server supports, or null for the client's own. */
    internal val clientSecret: String? = builder.clientSecret

    /** The listener of this request, or null for the client's own. */
    internal val listener: TokenListener? = builder.listener

    /** True if this request has credentials of its own. */
    internal val hasCredentials: Boolean get() = authentication != null || clientSecret != null

    /** Returns the credentials alone, for a request whose parameters are in a JWT. */
    internal fun credentialsOnly(): RequestOptions =
        Builder().also {
            it.authentication = authentication
            it.clientSecret = clientSecret
        }.build()

    /** Returns the options of a refresh of the token that these options were for: the APIs, the credentials and the listener. */
    internal fun forRefresh(): RequestOptions =
        Builder().also {
            it.resources += resources
            it.audiences += audiences
            it.authentication = authentication
            it.clientSecret = clientSecret
            it.listener = listener
        }.build()

    /**
     * Returns these options with the parameters of [defaults] that neither these options nor the rest of the request, whose
     * names are [taken], have.
     */
    internal fun withDefaults(
        defaults: List<Pair<String, String>>,
        taken: Collection<String>,
    ): RequestOptions {
        val names = taken + parameters().map { it.first }
        val missing = defaults.filter { it.first !in names }
        if (missing.isEmpty()) return this
        return newBuilder().also { builder ->
            missing.forEach { (name, value) ->
                when (name) {
                    "resource" -> builder.resources += value
                    "audience" -> builder.audiences += value
                    else -> builder.custom += name to value
                }
            }
        }.build()
    }

    private fun settings(): List<Any?> = listOf(parameters(), authentication, clientSecret, listener)

    /** Returns all options as parameters of a request. */
    internal fun parameters(): List<Pair<String, String>> =
        buildList {
            scope?.let { add("scope" to it) }
            resources.forEach { add("resource" to it) }
            audiences.forEach { add("audience" to it) }
            authorizationDetails?.let { add("authorization_details" to it.toString()) }
            addAll(custom)
        }

    /** Returns a builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.scope = scope
            it.resources += resources
            it.audiences += audiences
            it.authorizationDetails = authorizationDetails
            it.custom += custom
            it.authentication = authentication
            it.clientSecret = clientSecret
            it.listener = listener
        }

    override fun equals(other: Any?): Boolean = other is RequestOptions && other.settings() == settings()

    override fun hashCode(): Int = settings().hashCode()

    override fun toString(): String =
        "RequestOptions(scope=$scope, resources=$resources, audiences=$audiences, custom=${custom.map { it.first }})"

    /** Makes [RequestOptions]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var scope: String? = null
        internal val resources = mutableListOf<String>()
        internal val audiences = mutableListOf<String>()
        internal var authorizationDetails: JsonArray? = null
        internal val custom = mutableListOf<Pair<String, String>>()
        internal var authentication: ClientAuthentication? = null
        internal var clientSecret: String? = null
        internal var listener: TokenListener? = null

        /**
         * Sets the scope to request, in one string or in several; `scope("openid email")` and `scope("openid", "email")` are
         * the same. Replaces an earlier scope; duplicates are dropped.
         */
        public fun scope(vararg scopes: String): Builder = scope(scopes.toList())

        /** Sets the scope to request, and replaces an earlier one. */
        public fun scope(scopes: Iterable<String>): Builder = apply { scope = joinScopes(scopes) }

        /** Adds an API that the token is for: an absolute URI without a fragment (RFC 8707 §2). */
        public fun resource(uri: String): Builder =
            apply {
                require(':' in uri && '#' !in uri) {
                    "A resource is an absolute URI without a fragment (RFC 8707 §2). Several scopes are one text."
                }
                resources += uri
            }

        /** Adds an API that the token is for, by a name that the server knows. */
        public fun audience(name: String): Builder = apply { audiences += name }

        /** Sets the authorization details: an array of objects with a `type` each (RFC 9396 §2). */
        @JvmSynthetic
        public fun authorizationDetails(details: JsonArray): Builder = apply { authorizationDetails = details }

        /**
         * Sets the authorization details: maps with a `type` each (RFC 9396 §2), whose values are maps, lists, strings,
         * booleans, numbers and null.
         *
         * @throws IllegalArgumentException if a value is something else.
         */
        public fun authorizationDetails(details: List<Map<String, Any?>>): Builder =
            apply { authorizationDetails = jsonArrayOf(details) }

        /**
         * Adds any other parameter. Parameters that the protocol sets itself, such as `grant_type`, `client_id` or `code`,
         * are refused when the request is made.
         */
        public fun parameter(
            name: String,
            value: String,
        ): Builder = apply { custom += name to value }

        /**
         * Sets the client authentication of this one request, in place of the client's own ([ClientConfig.authentication]) and
         * of an earlier [clientSecret]. A certificate for mutual TLS has to be one of the client
         * ([ClientConfig.clientCertificate]).
         */
        public fun authentication(authentication: ClientAuthentication): Builder =
            apply {
                this.authentication = authentication
                clientSecret = null
            }

        /**
         * Sets the client's secret for this one request, for the method that the server supports, in place of the client's own
         * credentials and of an earlier [authentication].
         */
        public fun clientSecret(secret: String): Builder =
            apply {
                clientSecret = secret
                authentication = null
            }

        /**
         * Sets the listener that is notified of the token of this one request, in place of [ClientConfig.listener]; for the
         * options of a grant or of a job that polls.
         */
        public fun listener(listener: TokenListener): Builder = apply { this.listener = listener }

        /** Returns the options. */
        public fun build(): RequestOptions = RequestOptions(this)

        override fun toString(): String = "RequestOptions.Builder(██)"
    }

    public companion object {
        /** No options. */
        @JvmField
        public val NONE: RequestOptions = Builder().build()

        /** Returns the options with nothing but [scope], in one string. */
        internal fun ofScope(scope: String): RequestOptions = Builder().scope(scope).build()

        /** Returns a builder without any option. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [RequestOptions]: `RequestOptions { scope("read", "write") }`. */
@JvmSynthetic
public inline fun RequestOptions(configure: RequestOptions.Builder.() -> Unit): RequestOptions =
    RequestOptions.builder().apply(configure).build()
