package io.github.oidcauth.internal.assembly

import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.session.KeyedMutex
import io.github.oidcauth.internal.session.LoginSession
import java.util.concurrent.ConcurrentHashMap

/**
 * The flow registry, and with the lock files' registry the only mutable state of the library that is static: one flow for
 * each configuration, and one prompt at a time for each store and key.
 */
internal object Flows {
    private val deviceFlows = ConcurrentHashMap<Config, DeviceFlow>()
    private val codeFlows = ConcurrentHashMap<Config, CodeFlow>()
    private val prompts = KeyedMutex<Pair<TokenStore, TokenKey>>()
    private val machine by lazy { Machine() }

    fun deviceFlow(config: Config): DeviceFlow = deviceFlows.computeIfAbsent(config) { DeviceFlow(it, session(it)) }

    fun codeFlow(config: Config): CodeFlow = codeFlows.computeIfAbsent(config) { CodeFlow(it, session(it)) }

    fun session(config: Config): LoginSession = machine.session(config, prompts)

    fun resetDeviceFlows(): Unit = deviceFlows.clear()

    fun resetCodeFlows(): Unit = codeFlows.clear()
}
