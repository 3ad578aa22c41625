package io.github.oidcauth.sample.server.backchannel

import io.github.oidcauth.sample.server.authorization.Person
import java.time.Instant

/**
 * A client's wish that a person signs in, somewhere else than at the client (CIBA Core 1.0 §7.1). Its [id] is for the client, its
 * [handle] for the person's page.
 */
internal class BackchannelRequest(
    val id: String,
    val handle: String,
    val clientId: String,
    val clientName: String,
    val person: Person,
    val scopes: Set<String>,
    val bindingMessage: String?,
    val expiresAt: Instant,
    val notification: Notification?,
) {
    enum class Answer { NONE, ALLOWED, REFUSED }

    /** Where and with what token the client wants to hear that there is an answer (CIBA Core 1.0 §10.2). */
    class Notification(
        val endpoint: String,
        val token: String,
    )

    /** Guarded by this object; each function is one step. */
    private var answer = Answer.NONE
    private var lastPoll: Long? = null

    /** Whether this is the first answer and comes in time. */
    @Synchronized
    fun answer(
        given: Answer,
        now: Instant,
    ): Boolean {
        if (!isOpen(now)) return false
        answer = given
        return true
    }

    @Synchronized
    fun isOpen(now: Instant): Boolean = answer == Answer.NONE && now < expiresAt

    @Synchronized
    fun current(): Answer = answer

    /** Notes a poll and says how long the one before it was ago, null if there was none. */
    @Synchronized
    fun poll(nanoTime: Long): Long? = lastPoll?.let { nanoTime - it }.also { lastPoll = nanoTime }
}
