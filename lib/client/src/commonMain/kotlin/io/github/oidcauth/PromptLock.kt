package io.github.oidcauth

/**
 * The result of [TokenStore.tryPromptLock]: the caller has the lock and may ask the user ([Held]), or somebody else has it and is asking
 * ([Busy]).
 */
public sealed interface PromptLock {
    /** The lock is the caller's until [release], or until its process ends. */
    public fun interface Held : PromptLock {
        /**
         * Gives the lock back. Called once, in a context that cannot be cancelled. What it throws is ignored: the lock ends with the
         * process.
         */
        public suspend fun release()
    }

    /** The lock is somebody else's. */
    public class Busy(
        /** The process that is asking, as far as the store knows it. */
        public val holder: PromptHolder,
    ) : PromptLock {
        override fun toString(): String = "Busy($holder)"
    }

    public companion object {
        /** The lock of a store that no other process shares: everybody may have it at once. */
        public val UNSHARED: Held = Held {}
    }
}
