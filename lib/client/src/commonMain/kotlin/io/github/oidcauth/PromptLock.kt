package io.github.oidcauth

import kotlin.jvm.JvmSynthetic

/**
 * The result of [TokenStore.tryPromptLock]: the caller has the lock and may ask the user ([Held]), or another process has it
 * and is asking ([Busy]).
 */
public sealed interface PromptLock {
    /** The lock is held by the caller until [release], or until its process ends. */
    public fun interface Held : PromptLock {
        /**
         * Releases the lock. It is called once, in a context that cannot be cancelled. Exceptions that it throws are ignored,
         * because the lock ends with the process.
         */
        @JvmSynthetic
        public suspend fun release()
    }

    /** The lock is held by another process. */
    public class Busy(
        /** The process that is asking, as far as the store knows it. */
        public val holder: PromptHolder,
    ) : PromptLock {
        override fun toString(): String = "Busy($holder)"
    }

    public companion object {
        /** The lock of a store that no other process shares. Any number of callers may have it at the same time. */
        public val UNSHARED: Held = Held {}
    }
}
