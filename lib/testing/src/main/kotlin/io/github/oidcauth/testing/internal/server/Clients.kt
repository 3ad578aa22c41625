// Tested by ServiceTest and StrictnessTest.
package io.github.oidcauth.testing.internal.server

import java.util.Base64

/** The registered clients. Guarded by the [LoginServerCore]. */
internal class Clients {
    private class Client(
        val secret: String?,
        val redirectUris: Set<String>,
    )

    private val clients = HashMap<String, Client>()

    fun register(
        id: String,
        secret: String?,
        redirectUris: Collection<String>,
    ) {
        clients[id] = Client(secret, redirectUris.toSet())
    }

    /**
     * Returns the client that has sent [request], authenticated by `client_secret_basic`, `client_secret_post` or none (RFC
     * 6749 §2.3.1).
     */
    fun authenticated(request: IncomingRequest): String {
        val basic = request.headers["authorization"]?.takeIf { it.startsWith(BASIC, ignoreCase = true) }?.let(::credentials)
        if (basic != null && request["client_secret"] != null) throw refused("The client has authenticated itself twice.")
        val id = basic?.first ?: request["client_id"] ?: throw refused("The client has not said who it is.")
        val client = clients[id] ?: throw refused("The client is not registered.")
        if ((basic?.second ?: request["client_secret"]) != client.secret) {
            val reason = if (client.secret ==
                null
            ) {
                "The client has no secret, and sent one."
            } else {
                "The secret is wrong or missing."
            }
            throw refused(reason)
        }
        return id
    }

    /** Returns true if the client [id] has a secret (RFC 6749 §2.1). */
    fun isConfidential(id: String): Boolean = clients[id]?.secret != null

    fun isKnown(id: String): Boolean = id in clients

    /**
     * Returns true if the browser of that client may be sent there: compared exactly, except for loopback ports (RFC 8252
     * §7.3).
     */
    fun isRedirectAllowed(
        id: String,
        redirectUri: String,
    ): Boolean {
        val client = clients[id] ?: return false
        return redirectUri in client.redirectUris || (client.redirectUris.isEmpty() && LOOPBACK.matches(redirectUri))
    }

    private fun credentials(header: String): Pair<String, String> =
        try {
            val text = String(Base64.getDecoder().decode(header.substring(BASIC.length).trim()), Charsets.UTF_8)
            decoded(text.substringBefore(':')) to decoded(text.substringAfter(':', ""))
        } catch (_: IllegalArgumentException) {
            throw refused("The Authorization header is not that of a client.")
        }

    private fun decoded(text: String) = java.net.URLDecoder.decode(text, Charsets.UTF_8)

    private fun refused(why: String) = OAuthErrorException("invalid_client", why, status = 401)

    private companion object {
        const val BASIC = "Basic "
        val LOOPBACK = Regex("http://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?(/[^?#]*)?")
    }
}
