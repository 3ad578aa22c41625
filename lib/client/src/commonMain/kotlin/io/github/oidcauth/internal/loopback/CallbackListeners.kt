package io.github.oidcauth.internal.loopback

/** Makes [CallbackListener]s. */
internal fun interface CallbackListeners {
    /**
     * Listens on the first of [ports] that is free; 0 stands for any free port.
     *
     * @throws io.github.oidcauth.CallbackUnavailableException when none is.
     */
    suspend fun bind(ports: List<Int>): CallbackListener
}
