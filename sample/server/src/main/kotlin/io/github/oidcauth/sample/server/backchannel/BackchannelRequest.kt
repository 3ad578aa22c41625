package io.github.oidcauth.sample.server.backchannel

import io.github.oidcauth.sample.server.authorization.User
import java.time.Instant

/**
 * A client's wish that a user signs in, somewhere else than at the client (CIBA Core 1.0 §7.1). Its [id] is for the client, its
 * [handle] for the user's page.
 */
internal class BackchannelRequest(
    val id: String,
    val handle: String,
    val clientId: String,
    val clientName: String,
    val user: User,
    val scopes: Set<String>,
    val bindingMessage: String?,
    val expiresAt: Instant,
    val notification: Notification?,
) {
    enum class Decision { NONE, ALLOWED, REFUSED }

    /** The address and the token of the notification that the client wants when there is a response (CIBA Core 1.0 §10.2). */
    class Notification(
        val endpoint: String,
        val token: String,
    )

    /** Guarded by this object; each function is one step. */
    private var decision = Decision.NONE
    private var lastPoll: Long? = null

    /** Returns true if this is the first response and is in time. */
    @Synchronized
    fun decide(
        given: Decision,
        now: Instant,
    ): Boolean {
        if (!isOpen(now)) return false
        decision = given
        return true
    }

    @Synchronized
    fun isOpen(now: Instant): Boolean = decision == Decision.NONE && now < expiresAt

    @Synchronized
    fun current(): Decision = decision

    /** Notes a poll and says how long the one before it was ago, null if there was none. */
    @Synchronized
    fun poll(nanoTime: Long): Long? = lastPoll?.let { nanoTime - it }.also { lastPoll = nanoTime }
}
