package io.github.oidcauth.sample.server.backchannel

import tools.jackson.databind.json.JsonMapper
import java.io.IOException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import kotlin.concurrent.thread

/** Tells a client that there is a response, good or bad (CIBA Core 1.0 §10.2). The response of the client is ignored. */
internal class Notifications(
    private val http: HttpClient,
) {
    private val mapper = JsonMapper()

    fun send(request: BackchannelRequest) {
        val notification = request.notification ?: return
        val ping =
            HttpRequest
                .newBuilder(URI(notification.endpoint))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer ${notification.token}")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(mapOf("auth_req_id" to request.id))))
                .build()
        // Tomcat takes what runs in its own class loader after the end for a leak.
        thread(isDaemon = true, contextClassLoader = Notifications::class.java.classLoader, name = "ping") { deliver(ping) }
    }

    private fun deliver(ping: HttpRequest) {
        try {
            http.send(ping, HttpResponse.BodyHandlers.discarding())
        } catch (_: IOException) {
            // The client can still poll (CIBA Core 1.0 §10.2).
        }
    }
}
