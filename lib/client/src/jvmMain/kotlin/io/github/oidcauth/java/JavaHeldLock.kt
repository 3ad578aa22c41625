package io.github.oidcauth.java

import io.github.oidcauth.StoreException
import java.io.IOException

/**
 * A lock that [JavaTokenStore.lock] returns when another process can take it over, because its holder seems to hang. Closing it
 * releases it; that must not release the lock of the other process. See [io.github.oidcauth.HeldLock].
 */
public interface JavaHeldLock : AutoCloseable {
    /**
     * Returns true if nobody else has taken the lock since. It is called before a refresh token is sent, on a thread that may
     * block. A failure counts as true.
     */
    @Throws(IOException::class, StoreException::class, InterruptedException::class)
    public fun isHeld(): Boolean
}
