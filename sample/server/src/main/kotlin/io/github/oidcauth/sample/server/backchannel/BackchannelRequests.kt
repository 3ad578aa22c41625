package io.github.oidcauth.sample.server.backchannel

import java.time.Clock
import java.util.concurrent.ConcurrentHashMap

/**
 * The requests that have not brought a token yet. An expired request stays for a while, so that its client gets the right
 * error.
 */
internal class BackchannelRequests(
    private val clock: Clock,
) {
    private val byId = ConcurrentHashMap<String, BackchannelRequest>()

    operator fun get(id: String): BackchannelRequest? = byId[id]

    fun add(request: BackchannelRequest) {
        val forgotten = clock.instant().minusSeconds(KEPT_SECONDS)
        byId.values.removeIf { it.expiresAt < forgotten }
        byId[request.id] = request
    }

    /** Takes a request out; true for one caller only. */
    fun take(request: BackchannelRequest): Boolean = byId.remove(request.id, request)

    /** Returns the requests that wait for a response of this user, the newest first. */
    fun openFor(username: String): List<BackchannelRequest> {
        val now = clock.instant()
        return byId.values.filter { it.user.username == username && it.isOpen(now) }.sortedByDescending { it.expiresAt }
    }

    private companion object {
        const val KEPT_SECONDS = 600L
    }
}
