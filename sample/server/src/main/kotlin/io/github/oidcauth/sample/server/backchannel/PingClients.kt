package io.github.oidcauth.sample.server.backchannel

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient

/** Clients that want to be notified of a response (CIBA Core 1.0 §4, `backchannel_client_notification_endpoint`). */
internal object PingClients {
    const val ENDPOINT: String = "sample.backchannel-client-notification-endpoint"

    /** Returns the address at which the client listens; null if it polls. */
    fun endpoint(client: RegisteredClient): String? = client.clientSettings.getSetting(ENDPOINT)
}
