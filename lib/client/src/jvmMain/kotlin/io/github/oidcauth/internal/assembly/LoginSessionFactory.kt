package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.acquisition.LifetimeWarnings
import io.github.oidcauth.internal.acquisition.LoginDemand
import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.acquisition.StoredTokenFinder
import io.github.oidcauth.internal.acquisition.TokenAcquirer
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlin.time.Clock

/**
 * Creates sessions for configurations. A session starts with its store only, because a valid stored token needs no other part.
 * [SessionParts] are created when they are needed.
 */
internal class LoginSessionFactory(
    private val environment: () -> Environment = { ProcessEnvironment },
    private val clock: Clock = Clock.System,
    private val tools: Lazy<LoginTools> = lazy { LoginTools(environment(), clock) },
) {
    constructor(tools: LoginTools) : this({ tools.environment }, tools.clock, lazyOf(tools))

    /**
     * Returns a new session for a configuration, whose logins fulfil [demand] if there is one.
     *
     * @throws io.github.oidcauth.AuthException when the path of the token file cannot be determined.
     */
    fun session(
        config: Config,
        shared: SharedState = SharedState(),
        demand: LoginDemand? = null,
    ): LoginSession {
        val store = config.store ?: defaultStore(config)
        val parts = lazy { SessionParts(config, store, shared, tools.value, demand) }
        val warn: suspend (String) -> Unit = { parts.value.warn(it) }
        val stored =
            StoredTokenFinder(
                config.key,
                WriteBehindStore(store, shared.pendingWrites, clock, warn),
                clock,
                config.minTtl,
                isAccepted = { isAccepted(config, it) },
            )
        val lifetimeWarnings = LifetimeWarnings(config.key, config.minTtl, clock, shared, warn)
        val acquirer = TokenAcquirer(stored, lifetimeWarnings, lazy { parts.value.renewal(stored) })
        return LoginSession(acquirer, lazy { parts.value.userLogin() })
    }

    private fun isAccepted(
        config: Config,
        token: Token,
    ): Boolean {
        val hasRightKind = config.issuer?.accepts(token) ?: true
        return hasRightKind && (config.requiredLogin?.isKnownToBeMet(token, clock.now()) ?: true)
    }

    /**
     * Returns the store for a configuration that sets none. The store sends its notices to the interaction of the program, or
     * to a log.
     */
    private fun defaultStore(config: Config): TokenStore {
        val interaction = config.interaction
        val notices = if (interaction == null) StoreNotices.LOG else StoreNotices { interaction.warn(it) }
        return defaultStore(environment(), config.appName, config.tokenFileVariable, notices)
    }
}
