package io.github.oidcauth.okhttp.internal

/** The cancellation of the work of a thread. Thread-safe. */
internal fun interface Cancellation {
    fun isCanceled(): Boolean

    companion object {
        val NEVER: Cancellation = Cancellation { false }
    }
}
