package io.github.oidcauth.internal.assembly

import io.github.oidcauth.HomePath
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.transport.okhttp.ConnectionSettings
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.ktor.client.HttpClient
import java.io.IOException
import java.nio.file.InvalidPathException

/**
 * The HTTP clients for callers without their own: one for the default TLS settings, and one for each other combination. They are
 * created when needed, and never closed.
 */
internal class HttpClients(
    private val environment: Environment,
    private val create: (Environment, ConnectionSettings) -> HttpClient = DefaultHttpClient::create,
) {
    private val client by lazy { create(environment, ConnectionSettings.NONE) }

    /**
     * The clients for other settings, in the order of their last use. They are separate because a connection has one client
     * certificate and one set of trusted authorities until its end. Guarded by itself; a client is created under it.
     */
    private val customClients =
        object : LinkedHashMap<Setting, HttpClient>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
            // It is not closed, since another caller may be using it. Without users it is collected, with its connections.
            override fun removeEldestEntry(eldest: Map.Entry<Setting, HttpClient>): Boolean = size > MAX_CUSTOM_CLIENTS
        }

    /**
     * Returns the client for [tls]. A client reads its file of authorities once. After that file has changed, callers get a new
     * client, because an organization replaces its authority while services run.
     */
    fun of(tls: ConnectionSettings): HttpClient {
        if (tls == ConnectionSettings.NONE) return client
        val setting = Setting(tls, tls.caFile?.let(::stampOf))
        return synchronized(customClients) { customClients.getOrPut(setting) { create(environment, tls) } }
    }

    private data class Setting(
        val tls: ConnectionSettings,
        /** The stamp of the file of authorities, or null when there is none. */
        val caFile: FileStamp?,
    )

    /** Returns null for a file that cannot be examined; the request that needs it reports the reason. */
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

        /** Returns the clients of this process if [environment] is the process's, or else new ones. */
        fun of(environment: Environment): HttpClients =
            if (environment === ProcessEnvironment) ofProcess else HttpClients(environment)
    }
}
