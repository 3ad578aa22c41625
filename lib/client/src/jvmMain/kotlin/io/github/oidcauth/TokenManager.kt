package io.github.oidcauth

import io.github.oidcauth.internal.assembly.Clients
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.assembly.defaultStore
import io.github.oidcauth.internal.assembly.identityOf
import io.github.oidcauth.internal.client.ProtocolClient
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
 * Looks after the tokens of a store: lists them, asks their issuers about them, revokes them, and clears them.
 *
 * ```
 * val manager = TokenManager { client("https://idp.example.com", ClientConfig("my-app") { clientSecret = secret }) }
 * manager.clearAll().filterNot { it.isRemoved }.forEach { println("${it.entry.key}: ${it.failure?.message}") }
 * ```
 *
 * The key of an entry says which client of which issuer its token is of ([TokenKey.forIssuer]). The manager speaks to that
 * issuer, as that client, and as a public client unless [Builder.client] has its credentials. They go to that issuer alone,
 * whatever a token says of itself. An application with py-oidc-auth neither revokes tokens nor tells about them.
 *
 * What is removed or changed is what was seen: a token that somebody else puts into the store in that instant stays, where the store
 * can compare and remove in one step (see [TokenStore.remove]).
 *
 * Thread-safe. Java callers use [io.github.oidcauth.java.BlockingTokenManager].
 */
public class TokenManager internal constructor(
    /** The store whose tokens these are. */
    public val store: TokenStore,
    registered: List<IssuerTarget>,
    clock: Clock = Clock.System,
    caFile: String? = null,
    connect: suspend (IssuerTarget) -> ProtocolClient = Clients.ofProcess::connect,
) {
    /** With what the flows of this process could not write, as that is to be cleared too. */
    private val storeWithPendingWrites =
        WriteBehindStore(store, identityOf(store), SessionRegistry.pendingWrites, clock) { StoreNotices.LOG.report(it) }
    private val actions = StoredTokenActions(storeWithPendingWrites, registered, clock, caFile, connect)

    /**
     * What is stored, without the secrets, and what this process has in memory because it could not be stored. No request is made.
     *
     * @throws StoreException
     */
    @JvmSynthetic
    public suspend fun list(): List<StoredToken> = storeWithPendingWrites.entries()

    /**
     * Revokes the token under [key] as [options] say, and removes it. Null when nothing is stored there.
     *
     * What the server makes of it is told, not thrown: when it was to be revoked and could not be, the entry is kept unless
     * [ClearOptions.removeOnRevokeFail]. When this is cancelled, the token may have been revoked and kept.
     *
     * @throws StoreException when the store cannot be read or locked.
     */
    @JvmSynthetic
    public suspend fun clear(
        key: TokenKey,
        options: ClearOptions = ClearOptions.DEFAULT,
    ): ClearedToken? = actions.clear(key, options)

    /**
     * [clear] for all tokens of the store, one after the other, with what became of each. One that fails keeps no other from
     * being cleared. An issuer that cannot be discovered is asked once.
     *
     * @throws StoreException when the store cannot be read.
     */
    @JvmSynthetic
    public suspend fun clearAll(options: ClearOptions = ClearOptions.DEFAULT): List<ClearedToken> = actions.clearAll(options)

    /**
     * What the issuer says of the token under [key] (RFC 7662): of its access token, or with [type] of its refresh token. Null
     * when there is none. Most issuers tell confidential clients alone.
     *
     * @throws AuthException when the issuer does not say, or cannot be asked.
     */
    @JvmSynthetic
    public suspend fun introspect(
        key: TokenKey,
        type: TokenTypeHint = TokenTypeHint.ACCESS_TOKEN,
    ): Introspection? = actions.introspect(key, type)

    /**
     * Revokes the token under [key] (RFC 7009): its refresh token, which ends what was issued with it, or, when it has none,
     * its access token. Then removes it from the store. Returns whether there was one.
     *
     * @throws AuthException when it could not be revoked; it is kept then.
     */
    @JvmSynthetic
    public suspend fun revoke(key: TokenKey): Boolean = actions.revoke(key)

    /**
     * Revokes the access token under [key], unless it has expired. The refresh token stays, to be used for the next one;
     * without a refresh token the entry is removed. Returns whether there was one.
     *
     * @throws AuthException when it could not be revoked; it is kept then.
     */
    @JvmSynthetic
    public suspend fun revokeAccessToken(key: TokenKey): Boolean = actions.revokeAccessToken(key)

    override fun toString(): String = "TokenManager(store=$store)"

    /** Makes a [TokenManager]. Not thread-safe. */
    public class Builder internal constructor() {
        private val registered = mutableListOf<IssuerTarget>()

        /** The store. Default: the token file that the variable `OIDC_TOKEN_FILE` names, or else the one of [appName]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var store: TokenStore? = null

        /** Whose cache directory the token file is in. Default `py-oidc-auth`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var appName: String = Config.DEFAULT_APP_NAME

        /**
         * The path of a file of certificate authorities in PEM form that are trusted in place of all others when issuers are asked,
         * unless [client] or [config] say how to speak to one: see [Config.Builder.caFile].
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var caFile: String? = null

        /** @see store */
        public fun store(store: TokenStore): Builder = apply { this.store = store }

        /** @see appName */
        public fun appName(name: String): Builder = apply { appName = name }

        /** @see caFile */
        public fun caFile(path: String): Builder = apply { caFile = path }

        /**
         * As what to speak to [issuer] for the tokens of [client]: with its credentials, which nobody else is sent. With
         * [metadata] the issuer is not discovered. The last one for an issuer and client id counts.
         *
         * @throws InvalidConfigException, InvalidHostException when [issuer] is not an issuer.
         */
        @JvmOverloads
        @Throws(AuthException::class)
        public fun client(
            issuer: String,
            client: ClientConfig,
            metadata: ServerMetadata? = null,
        ): Builder = apply { registered.add(0, IssuerTarget.of(issuer, client, metadata, RequestOptions.NONE)) }

        /** The store of [config], and, when it is for an issuer, its client. */
        public fun config(config: Config): Builder =
            apply {
                config.store?.let { store = it }
                appName = config.appName
                config.issuer?.let { registered.add(0, it) }
            }

        /** The manager. @throws AuthException when no [store] is set, and the place of the token file cannot be found out. */
        @Throws(AuthException::class)
        public fun build(): TokenManager =
            TokenManager(
                store ?: defaultStore(ProcessEnvironment, appName, StoreNotices.LOG),
                registered.toList(),
                caFile = caFile,
            )
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** A builder. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `TokenManager { client("https://idp.example.com", config) }`. */
@JvmSynthetic
public inline fun TokenManager(configure: TokenManager.Builder.() -> Unit = {}): TokenManager =
    TokenManager.builder().apply(configure).build()
