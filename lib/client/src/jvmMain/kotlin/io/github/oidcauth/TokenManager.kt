package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.assembly.Clients
import io.github.oidcauth.internal.assembly.defaultStore
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.tokenstore.StoredTokenActions
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.TokenTypeHint
import kotlin.time.Clock

/**
 * Manages the tokens of a store: lists, introspects, revokes and clears them.
 *
 * ```
 * val manager = TokenManager { client("https://idp.example.com", ClientConfig("my-app") { clientSecret = secret }) }
 * manager.clearAll().filterNot { it.isRemoved }.forEach { println("${it.entry.key}: ${it.failure?.message}") }
 * ```
 *
 * The key of an entry names the issuer and the client of its token ([TokenKey.forIssuer]). The manager sends its requests to
 * that issuer, as that client, and as a public client unless [Builder.client] sets its credentials. The credentials are sent
 * to that issuer alone, whatever the token contains. An application with py-oidc-auth can neither revoke nor introspect
 * tokens.
 *
 * It removes or changes only the entry that it has read: a token that another process stores at that moment stays, if the
 * store can compare and remove in one step (see [TokenStore.remove]).
 *
 * Thread-safe. Java callers use [io.github.oidcauth.java.BlockingTokenManager].
 */
public class TokenManager internal constructor(
    /** The store of the tokens. */
    public val store: TokenStore,
    registered: List<IssuerTarget>,
    clock: Clock = Clock.System,
    caFile: String? = null,
    connect: suspend (IssuerTarget) -> ProtocolClient = Clients.ofProcess::connect,
) {
    /** Includes the tokens that the flows of this process could not write, because they must be cleared too. */
    private val storeWithPendingWrites =
        WriteBehindStore(store, SharedState.ofProcess.pendingWrites, clock) { StoreNotices.LOG.report(it) }
    private val actions = StoredTokenActions(storeWithPendingWrites, registered, clock, caFile, connect)

    /**
     * Returns the metadata of the stored tokens, without secrets, and of those that this process keeps in memory because they
     * could not be stored. No request is made.
     *
     * @throws StoreException if the store cannot be read.
     */
    @JvmSynthetic
    public suspend fun list(): List<StoredToken> = storeWithPendingWrites.entries()

    /**
     * Revokes the token under [key] as [options] require, and removes it. Returns null if nothing is stored there.
     *
     * A failure at the server is returned, not thrown: if the token could not be revoked, the entry is kept unless
     * [ClearOptions.removeOnRevokeFail] is true. If this is cancelled, the token may have been revoked and kept.
     *
     * @throws StoreException if the store cannot be read or locked.
     */
    @JvmSynthetic
    public suspend fun clear(
        key: TokenKey,
        options: ClearOptions = ClearOptions.DEFAULT,
    ): ClearedToken? = actions.clear(key, options)

    /**
     * Does the same as [clear] for all tokens of the client [clientId] at [issuer], of whatever scopes, audiences and resources,
     * one after the other, and returns the outcomes. A failure does not stop the others from being cleared.
     *
     * @throws InvalidHostException if [issuer] is not an issuer.
     * @throws StoreException if the store cannot be read.
     */
    @JvmSynthetic
    public suspend fun clear(
        issuer: String,
        clientId: String,
        options: ClearOptions = ClearOptions.DEFAULT,
    ): List<ClearedToken> = actions.clearClient(issuer, clientId, options)

    /**
     * Does the same as [clear] for all tokens of the store, one after the other, and returns the outcomes. A failure does not
     * stop the others from being cleared. An issuer that cannot be discovered is tried once.
     *
     * @throws StoreException if the store cannot be read.
     */
    @JvmSynthetic
    public suspend fun clearAll(options: ClearOptions = ClearOptions.DEFAULT): List<ClearedToken> = actions.clearAll(options)

    /**
     * Returns the issuer's introspection response for the token under [key] (RFC 7662): for its access token, or with [type]
     * for its refresh token. Returns null if there is none. Most issuers allow this to confidential clients alone.
     *
     * @throws AuthException if the issuer refuses, or cannot be reached.
     */
    @JvmSynthetic
    public suspend fun introspect(
        key: TokenKey,
        type: TokenTypeHint = TokenTypeHint.ACCESS_TOKEN,
    ): Introspection? = actions.introspect(key, type)

    /**
     * Revokes the token under [key] (RFC 7009): its refresh token, which also ends the access tokens issued with it, or its
     * access token if there is no refresh token. Then removes it from the store. Returns true if there was one.
     *
     * @throws AuthException if it could not be revoked; it is kept then.
     */
    @JvmSynthetic
    public suspend fun revoke(key: TokenKey): Boolean = actions.revoke(key)

    /**
     * Revokes the access token under [key], unless it has expired. The refresh token stays, for obtaining the next one;
     * without a refresh token the entry is removed. Returns true if there was one.
     *
     * @throws AuthException if it could not be revoked; it is kept then.
     */
    @JvmSynthetic
    public suspend fun revokeAccessToken(key: TokenKey): Boolean = actions.revokeAccessToken(key)

    override fun toString(): String = "TokenManager(store=$store)"

    /** Makes a [TokenManager]. Not thread-safe. */
    public class Builder internal constructor() {
        private val registered = mutableListOf<IssuerTarget>()
        private var tokenFileVariable = Config.DEFAULT_TOKEN_FILE_VARIABLE

        /** The store. Default: the token file that the variable `OIDC_TOKEN_FILE` names, or else that of [appName]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var store: TokenStore? = null

        /** The application name whose cache directory contains the token file. Default `py-oidc-auth`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var appName: String = Config.DEFAULT_APP_NAME

        /**
         * The path of a file of certificate authorities in PEM form that are trusted in place of all others in requests to
         * issuers, unless [client] or [config] set their own: see [Config.Builder.caFile].
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var caFile: String? = null

        /** @see store */
        public fun store(store: TokenStore): Builder = apply { this.store = requireSuspending(store) }

        /** @see appName */
        public fun appName(name: String): Builder = apply { appName = name }

        /** @see caFile */
        public fun caFile(path: String): Builder = apply { caFile = path }

        /**
         * Sets the client for requests to [issuer] about the tokens of [client]. Its credentials are sent to this issuer
         * alone. With [metadata], the issuer is not discovered. If called again for the same issuer and client id, the last
         * call applies.
         *
         * @throws InvalidConfigException, InvalidHostException if [issuer] is not an issuer.
         */
        @JvmOverloads
        @Throws(AuthException::class)
        public fun client(
            issuer: String,
            client: ClientConfig,
            metadata: ServerMetadata? = null,
        ): Builder = apply { registered.add(0, IssuerTarget.of(issuer, client, metadata, RequestOptions.NONE)) }

        /** Sets the store of [config], or what determines its token file, and, if it is for an issuer, its client. */
        public fun config(config: Config): Builder =
            apply {
                config.store?.let { store = it }
                appName = config.appName
                tokenFileVariable = config.tokenFileVariable
                config.issuer?.let { registered.add(0, it) }
            }

        /**
         * Returns the manager. @throws AuthException if no [store] is set, and the path of the token file cannot be
         * determined.
         */
        @Throws(AuthException::class)
        public fun build(): TokenManager =
            TokenManager(
                store ?: defaultStore(ProcessEnvironment, appName, tokenFileVariable, StoreNotices.LOG),
                registered.toList(),
                caFile = caFile,
            )
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** Returns a builder. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates a [TokenManager]: `TokenManager { client("https://idp.example.com", config) }`. */
@JvmSynthetic
public inline fun TokenManager(configure: TokenManager.Builder.() -> Unit = {}): TokenManager =
    TokenManager.builder().apply(configure).build()
