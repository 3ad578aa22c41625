package io.github.oidcauth.internal.loopback

/** Makes [CallbackListener]s. */
internal fun interface CallbackListeners {
    /**
     * Listens for [redirect], on the first of its ports that is free.
     *
     * @throws io.github.oidcauth.CallbackUnavailableException when none is.
     */
    suspend fun bind(redirect: LoopbackRedirect): CallbackListener
}
