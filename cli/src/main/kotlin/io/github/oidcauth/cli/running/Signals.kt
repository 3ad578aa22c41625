package io.github.oidcauth.cli.running

import sun.misc.Signal
import sun.misc.SignalHandler

/** The signals that this process receives. */
internal fun interface Signals {
    /**
     * Calls [action] with the name of each of [names] that arrives, in place of ending the process, until the result is closed.
     */
    fun handle(
        names: List<String>,
        action: (String) -> Unit,
    ): AutoCloseable
}

/** The signals of the operating system. One that does not exist there, or that the JVM keeps, stays as it is. */
internal object ProcessSignals : Signals {
    override fun handle(
        names: List<String>,
        action: (String) -> Unit,
    ): AutoCloseable {
        val before = names.mapNotNull { name -> replace(name) { action(name) }?.let { Signal(name) to it } }
        return AutoCloseable { before.forEach { (signal, handler) -> Signal.handle(signal, handler) } }
    }

    /** Returns the handler before, or null if [name] is not handled. A signal that is ignored, as by `nohup`, stays so. */
    private fun replace(
        name: String,
        handler: SignalHandler,
    ): SignalHandler? =
        try {
            val before = Signal.handle(Signal(name), handler)
            if (before == SignalHandler.SIG_IGN) {
                Signal.handle(Signal(name), before)
                null
            } else {
                before
            }
        } catch (_: IllegalArgumentException) {
            null
        }
}
