package io.github.oidcauth.internal.assembly

import io.github.oidcauth.HomePath
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.github.oidcauth.internal.transport.okhttp.TlsSettings
import io.ktor.client.HttpClient
import java.io.IOException
import java.nio.file.InvalidPathException

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
    private val customClients =
        object : LinkedHashMap<Setting, HttpClient>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
            // It is not closed, since somebody may be using it; when nobody does any more, it goes with its connections.
            override fun removeEldestEntry(eldest: Map.Entry<Setting, HttpClient>): Boolean = size > MAX_CUSTOM_CLIENTS
        }

    /**
     * Returns the client for [tls]. A client reads its file of authorities once. After that file has changed, those who ask get another
     * client, as an organization replaces its authority while services run.
     */
    fun of(tls: TlsSettings): HttpClient {
        if (tls == TlsSettings.NONE) return client
        val setting = Setting(tls, tls.caFile?.let(::stampOf))
        return synchronized(customClients) { customClients.getOrPut(setting) { create(environment, tls) } }
    }

    private data class Setting(
        val tls: TlsSettings,
        /** The file of authorities as it is, or null when there is none. */
        val caFile: FileStamp?,
    )

    /** Returns null for a file that cannot be looked at: the request that needs it says why. */
    private fun stampOf(file: String): FileStamp? =
        try {
            FileStamp.of(HomePath.of(file))
        } catch (_: IOException) {
            null
        } catch (_: InvalidPathException) {
            null
        }

    companion object {
        private const val MAX_CUSTOM_CLIENTS = 16
        private const val INITIAL_CAPACITY = 16
        private const val LOAD_FACTOR = 0.75f

        private val ofProcess by lazy { HttpClients(ProcessEnvironment) }

        /** Returns those of this process when [environment] is the process's, or else new ones. */
        fun of(environment: Environment): HttpClients =
            if (environment === ProcessEnvironment) ofProcess else HttpClients(environment)
    }
}
