package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import java.lang.ref.WeakReference
import java.util.WeakHashMap

/**
 * A map with one flow for each configuration, for as long as the program has that flow: only then can it see that two flows are
 * the same object. A flow that is not referenced any more is collected with its configuration, store and tokens. Thread-safe.
 */
internal class WeakFlowMap<F : Any>(
    /**
     * Returns the configuration of a flow, which is the key here. It is the flow's own instance, so the entry exists as long as
     * the flow.
     */
    private val configOf: (F) -> Config,
    private val make: (Config) -> F,
    private val weak: (F) -> WeakReference<F> = ::WeakReference,
) {
    /** The flows by their configurations. Guarded by itself. */
    private val flows = WeakHashMap<Config, WeakReference<F>>()

    /**
     * The number of known configurations, including those that the program still references although their flow was collected.
     */
    val size: Int get() = synchronized(flows) { flows.size }

    fun of(config: Config): F = known(config) ?: add(make(config))

    fun clear(): Unit = synchronized(flows) { flows.clear() }

    private fun known(config: Config): F? = synchronized(flows) { flows[config]?.get() }

    private fun add(made: F): F {
        val config = configOf(made)
        return synchronized(flows) {
            known(config) ?: made.also {
                // A map keeps its existing key. A key that belongs to a collected flow would be collected, and remove this entry.
                flows.remove(config)
                flows[config] = weak(it)
            }
        }
    }
}
