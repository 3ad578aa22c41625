package io.github.oidcauth.internal.loopback

/** Creates [CallbackListener]s. */
internal fun interface CallbackListeners {
    /**
     * Listens for [redirect] on the first of its ports that is free.
     *
     * @throws io.github.oidcauth.CallbackUnavailableException when no port is free.
     */
    suspend fun bind(redirect: LoopbackRedirect): CallbackListener
}
