package io.github.oidcauth.okhttp.internal

/** Tells if the work that a thread does is wanted no more. Thread-safe. */
internal fun interface Cancellation {
    fun isCanceled(): Boolean

    companion object {
        val NEVER: Cancellation = Cancellation { false }
    }
}
