package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.internal.acquisition.LoginTokenSource
import io.github.oidcauth.internal.acquisition.SharedState
import kotlin.time.TimeSource

/** Returns the source of the token of [config], with the sessions of this process. */
internal fun loginTokenSource(config: Config): LoginTokenSource =
    LoginTokenSource(config.key.value, config.openBrowser, SharedState.ofProcess.pendingWrites.changes, TimeSource.Monotonic) {
        if (it == null) SessionRegistry.session(config) else SessionRegistry.session(config, it)
    }
