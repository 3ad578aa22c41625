package io.github.oidcauth.internal.assembly

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.transport.DefaultHttpClient
import io.github.oidcauth.internal.transport.TlsSettings
import io.ktor.client.HttpClient

/**
 * The HTTP clients for callers that bring none: one for all, and one for each other setting of TLS. They are made when they are needed,
 * and never closed.
 */
internal class HttpClients(
    private val environment: Environment,
    private val create: (Environment, TlsSettings) -> HttpClient = DefaultHttpClient::create,
) {
    private val client by lazy { create(environment, TlsSettings.NONE) }

    /**
     * One for each other setting, in the order of their last use: a connection shows one certificate to the end, and was trusted by one
     * set of authorities. Guarded by itself; a client is made under it.
     */
    private val others =
        object : LinkedHashMap<TlsSettings, HttpClient>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
            // It is not closed, since somebody may be using it; when nobody does any more, it goes with its connections.
            override fun removeEldestEntry(eldest: Map.Entry<TlsSettings, HttpClient>): Boolean = size > MAX_OTHERS
        }

    /** Returns the client for [tls]. */
    fun of(tls: TlsSettings): HttpClient =
        if (tls == TlsSettings.NONE) client else synchronized(others) { others.getOrPut(tls) { create(environment, tls) } }

    companion object {
        private const val MAX_OTHERS = 16
        private const val INITIAL_CAPACITY = 16
        private const val LOAD_FACTOR = 0.75f

        private val ofProcess by lazy { HttpClients(ProcessEnvironment) }

        /** Returns those of this process when [environment] is the process's, or else new ones. */
        fun of(environment: Environment): HttpClients =
            if (environment === ProcessEnvironment) ofProcess else HttpClients(environment)
    }
}
