package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.kotest.assertions.throwables.shouldThrow
import kotlin.time.Duration.Companion.seconds

/** Sends requests in an environment of the given variables, each with connections of its own. */
internal class ProxyClient(
    private vararg val variables: Pair<String, String>,
) {
    /** Lets [action] send more than one request over the same connections. */
    suspend fun <T> transport(action: suspend Transport.() -> T): T =
        DefaultHttpClient.create(variables.toMap()::get).use { Transport(it, JvmFaultFinder, 30.seconds).action() }

    suspend fun get(url: String): RawResponse = transport { get(url) }

    suspend fun post(url: String): RawResponse = transport { post(url, mapOf("grant_type" to "client_credentials")) }

    /** The failure of a POST, which is sent once. */
    suspend fun failure(url: String): TransportException = shouldThrow<TransportException> { post(url) }
}
