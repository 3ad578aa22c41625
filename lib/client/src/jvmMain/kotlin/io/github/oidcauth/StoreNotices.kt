package io.github.oidcauth

/**
 * Receives the messages of a [FileTokenStore] for the user, such as: a damaged file was moved aside, or others could read the
 * tokens.
 *
 * Called from any thread that uses the store, from several at once, and often while this process holds the lock of the token
 * file, so that other processes wait meanwhile. It must be thread-safe and quick, must not use the store, and must not throw.
 */
public fun interface StoreNotices {
    /** Reports [message], one line with one or two sentences, without secrets. */
    public fun report(message: String)

    public companion object {
        /** Logs to the `System.Logger` named `io.github.oidcauth`, as a warning. */
        @JvmField
        public val LOG: StoreNotices =
            StoreNotices { System.getLogger("io.github.oidcauth").log(System.Logger.Level.WARNING, it) }
    }
}
