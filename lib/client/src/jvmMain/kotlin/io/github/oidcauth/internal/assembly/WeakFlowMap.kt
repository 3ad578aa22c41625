package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import java.lang.ref.WeakReference
import java.util.WeakHashMap

/**
 * One flow for each configuration, for as long as the program has that flow: only then can it see that two flows are the same
 * object. A flow that is not referenced any more is collected with its configuration, store and tokens. Thread-safe.
 */
internal class WeakFlowMap<F : Any>(
    /**
     * Returns the configuration of a flow, which is the key here: the flow's own instance, so that the entry lives as long as it.
     */
    private val configOf: (F) -> Config,
    private val make: (Config) -> F,
    private val weak: (F) -> WeakReference<F> = ::WeakReference,
) {
    /** Guarded by itself. */
    private val flows = WeakHashMap<Config, WeakReference<F>>()

    /** Number of known configurations, including those that the program still has although their flow is gone. */
    val size: Int get() = synchronized(flows) { flows.size }

    fun of(config: Config): F = known(config) ?: add(make(config))

    fun clear(): Unit = synchronized(flows) { flows.clear() }

    private fun known(config: Config): F? = synchronized(flows) { flows[config]?.get() }

    private fun add(made: F): F {
        val config = configOf(made)
        return synchronized(flows) {
            known(config) ?: made.also {
                // A map keeps the key that it has: that of a flow that is gone would take this one with it.
                flows.remove(config)
                flows[config] = weak(it)
            }
        }
    }
}
