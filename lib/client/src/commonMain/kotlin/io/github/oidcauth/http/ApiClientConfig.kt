package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.api.ApiRoot
import io.github.oidcauth.internal.api.HeaderRules
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.ktor.client.HttpClient
import kotlinx.serialization.json.Json
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * The settings of an [ApiClient].
 *
 * ```
 * val config = ApiClientConfig("https://api.example.com/v1") {
 *     tokens = client.tokenSource(ClientCredentialsGrant("read"))
 *     timeout = 10.seconds
 * }
 * ```
 *
 * Immutable and thread-safe. [toString] shows no secret.
 */
public class ApiClientConfig private constructor(builder: Builder) : ApiClientConfigForJava {
    private val settings: ApiClientSettings = builder.settings.normalize()

    internal val root: ApiRoot = ApiRoot.of(settings.url)

    /** The URL that all paths are below. */
    public val url: String get() = root.url

    /** The source of the tokens that are sent, or null. */
    public val tokens: TokenSource? get() = settings.tokens

    /** The rules by which tokens are sent, or null if no tokens are sent. */
    public val authorizer: RequestAuthorizer? =
        settings.authorizer
            ?: settings.tokens?.let { RequestAuthorizer.of(it, root.url, *settings.origins.toTypedArray()) }

    /** The HTTP client that sends the requests, or null for the library's own. It is never closed. */
    public val httpClient: HttpClient? get() = settings.httpClient

    /** The file of certificate authorities that are trusted in place of all others, or null. */
    public val caFile: String? get() = settings.caFile

    /** The maximum duration of one request, from connecting to the last byte of the response. */
    @get:JvmSynthetic
    public val timeout: Duration get() = settings.timeout

    /** True if a response with a status of 400 or more is thrown as an [io.github.oidcauth.ApiException]. */
    public val expectSuccess: Boolean get() = settings.expectSuccess

    /** The treatment of fields without a value in JSON and forms. */
    public val nulls: NullFields get() = settings.nulls

    internal val booleans: Pair<String, String> get() = settings.booleans
    internal val headers: List<Pair<String, String>> get() = settings.headers
    internal val cookies: List<Pair<String, String>> get() = settings.cookies

    /** The value of `User-Agent`, or null for that of the HTTP client. */
    public val userAgent: String? get() = settings.userAgent

    /** The number of times that an idempotent request is sent again after a failure that may pass. */
    public val retries: Int get() = settings.retries

    /** The serialization of JSON bodies. */
    @get:JvmSynthetic
    public val json: Json get() = settings.json

    /** The JSON library of the program, in place of [json], for objects of its classes; null if there is none. */
    public val jsonAdapter: JsonAdapter? get() = settings.jsonAdapter

    /** The maximum size in bytes of a response that is read into memory, after decoding. */
    public val maxResponseBytes: Int get() = settings.maxResponseBytes

    /** Returns a builder that starts with these settings. */
    public fun newBuilder(): Builder = Builder(settings.copy())

    override fun equals(other: Any?): Boolean = other is ApiClientConfig && settings == other.settings

    override fun hashCode(): Int = settings.hashCode()

    override fun toString(): String = "ApiClientConfig($root)"

    /** Builds an [ApiClientConfig]. Not thread-safe. */
    public class Builder internal constructor(
        internal val settings: ApiClientSettings,
    ) : ApiClientConfigBuilderForJava {
        /** @see ApiClientConfig.url */
        public val url: String get() = settings.url

        /**
         * The source of the tokens that are sent with each request, to the origin of [url] and those that [origin] adds. Default:
         * none; requests are sent without a token.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokens: TokenSource? by settings::tokens

        /** The rules by which tokens are sent, in place of [tokens] and [origin]: for listeners, step-up and test networks. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authorizer: RequestAuthorizer? by settings::authorizer

        /**
         * The HTTP client that sends the requests, with its plugins, proxies and trust. It is never closed, and its own redirects
         * and exceptions for error statuses are switched off for these requests. Default: the library's own client, which the
         * whole process shares.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var httpClient: HttpClient? by settings::httpClient

        /**
         * The path of a file of certificate authorities in PEM form (RFC 7468 §5) that are trusted in place of all others in these
         * requests. The [tokens] are obtained with the trust of their own configuration. Not together with [httpClient], which has
         * its own trust. Default: as in `Config`.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var caFile: String? by settings::caFile

        /**
         * The maximum duration of one sending, from connecting to the last byte of the response; more than zero. Obtaining a
         * token, and waiting before a request is sent again, do not count. For [ApiClient.stream], it limits the time until the
         * headers of the response have arrived, and after that each wait for more of its body. Default 60 seconds.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var timeout: Duration by settings::timeout

        /** True to throw an [io.github.oidcauth.ApiException] for a status of 400 or more. Default true. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var expectSuccess: Boolean by settings::expectSuccess

        /** The treatment of fields without a value in JSON and forms. Default [NullFields.EXCLUDE]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var nulls: NullFields by settings::nulls

        /** The value of `User-Agent`. Default null: that of the HTTP client. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var userAgent: String? by settings::userAgent

        /** The number of times that an idempotent request is sent again after a failure that may pass; 0 to 20. Default 0. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var retries: Int by settings::retries

        /** The serialization of JSON bodies. Default: the one of kotlinx.serialization, which ignores unknown members. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var json: Json by settings::json

        /**
         * The JSON library of the program, such as Jackson or Gson, which writes what [ApiRequest.Builder.json] gets and reads what
         * Java's `body(User.class)` returns. Default none: kotlinx.serialization does both.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var jsonAdapter: JsonAdapter? by settings::jsonAdapter

        /** The maximum size in bytes of a response that is read into memory, after decoding; more than zero. Default 16 MiB. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxResponseBytes: Int by settings::maxResponseBytes

        /** @see tokens */
        public fun tokens(tokens: TokenSource): Builder = apply { this.tokens = tokens }

        /** Adds an origin that tokens may be sent to, beside that of [url]: an https URL, of which only the origin counts. */
        public fun origin(url: String): Builder = apply { settings.origins += url }

        /** @see authorizer */
        public fun authorizer(authorizer: RequestAuthorizer): Builder = apply { this.authorizer = authorizer }

        /** @see httpClient */
        public fun httpClient(client: HttpClient): Builder = apply { httpClient = client }

        /** @see caFile */
        public fun caFile(path: String): Builder = apply { caFile = path }

        /** @see expectSuccess */
        public fun expectSuccess(enabled: Boolean): Builder = apply { expectSuccess = enabled }

        /** @see nulls */
        public fun nulls(nulls: NullFields): Builder = apply { this.nulls = nulls }

        /** Sets the text of true and false in queries and forms, such as `"1"` and `"0"`. Default `"true"` and `"false"`. */
        public fun booleans(
            trueText: String,
            falseText: String,
        ): Builder = apply { settings.booleans = trueText to falseText }

        /**
         * Adds a header to every request; it may occur several times. A request that sets the same header replaces it.
         *
         * @throws IllegalArgumentException if it is not a valid header, or one that the connection sets, such as `Host`.
         */
        public fun header(
            name: String,
            value: String,
        ): Builder = apply { settings.headers += HeaderRules.header(name, value) }

        /**
         * Adds a cookie to every request (RFC 6265 §4.2). It is sent to the origin of [url] alone.
         *
         * @throws IllegalArgumentException if [name] or [value] has characters that a cookie cannot have.
         */
        public fun cookie(
            name: String,
            value: String,
        ): Builder = apply { settings.cookies += HeaderRules.cookie(name, value) }

        /** @see userAgent */
        public fun userAgent(text: String?): Builder = apply { userAgent = text }

        /** @see retries */
        public fun retries(number: Int): Builder = apply { retries = number }

        /** @see jsonAdapter */
        public fun jsonAdapter(adapter: JsonAdapter): Builder = apply { jsonAdapter = adapter }

        /** @see maxResponseBytes */
        public fun maxResponseBytes(bytes: Int): Builder = apply { maxResponseBytes = bytes }

        /** Returns the configuration. @throws InvalidConfigException if a setting cannot work. */
        @Throws(AuthException::class)
        public fun build(): ApiClientConfig = ApiClientConfig(this)

        override fun toString(): String = "ApiClientConfig.Builder"
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** Returns a builder for an API below [url], an absolute URL such as `https://api.example.com/v1`. */
        @JvmStatic
        public fun builder(url: String): Builder = Builder(ApiClientSettings(url))
    }
}

/**
 * Creates the settings of a client for an API below [url], such as `https://api.example.com/v1`. @throws InvalidConfigException if
 * a setting cannot work.
 */
@JvmSynthetic
public inline fun ApiClientConfig(
    url: String,
    configure: ApiClientConfig.Builder.() -> Unit = {},
): ApiClientConfig = ApiClientConfig.builder(url).apply(configure).build()
