package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

/** A source whose tokens are numbered, and that counts its calls. */
class ContractTokens : TokenSource {
    private val mutex = Mutex()

    /** The key of bound tokens, or null for bearer tokens. Set it before the first request. */
    @Volatile
    var key: DPoPKey? = null

    /** The number of the newest token. */
    val newest = AtomicInteger(1)

    /** The number of the oldest token that the API accepts. */
    val oldestAccepted = AtomicInteger(1)

    /** The number of tokens that were obtained because another one was refused. */
    val renewals = AtomicInteger()

    /** The number of calls of [token]. */
    val calls = AtomicInteger()

    /** The challenges for which a login was requested. */
    val stepUps = CopyOnWriteArrayList<InsufficientUserAuthenticationException>()

    /** True if there is a user who logs in when asked. */
    @Volatile
    var hasUser = false

    /** Thrown by each call of [token], if set. */
    @Volatile
    var failure: AuthException? = null

    /** Thrown in place of a renewal, if set. */
    @Volatile
    var renewalFailure: AuthException? = null

    /** The source of the tokens in place of this one, if set. */
    @Volatile
    var instead: TokenSource? = null

    /** Each call of [token] waits for it, if set. */
    @Volatile
    var gate: CompletableDeferred<Unit>? = null

    /** Completed by the first call of [token]. */
    val asked = CompletableDeferred<Unit>()

    /** Lets the API refuse all tokens that exist. */
    fun revoke() {
        oldestAccepted.set(newest.get() + 1)
    }

    override suspend fun token(rejected: Token?): Token {
        calls.incrementAndGet()
        asked.complete(Unit)
        gate?.await()
        failure?.let { throw it }
        instead?.let { return it.token(rejected) }
        return mutex.withLock {
            if (rejected?.accessToken == textOf(newest.get())) {
                renewalFailure?.let { throw it }
                newest.incrementAndGet()
                renewals.incrementAndGet()
            }
            current()
        }
    }

    override suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? {
        stepUps += challenge
        if (!hasUser) return null
        newest.incrementAndGet()
        return current()
    }

    private fun current() = Token(textOf(newest.get())) {
        dpopKey = key
        if (key != null) tokenType = "DPoP"
    }

    companion object {
        /** The beginning of every token, which must occur nowhere but in requests to the API. */
        const val SECRET = "secret-access-token-"

        fun textOf(number: Int): String = SECRET + number

        /** The number of the token [text]; null if it is none of a source like this. */
        fun numberOf(text: String): Int? = text.removePrefix(SECRET).toIntOrNull().takeIf { text.startsWith(SECRET) }
    }
}
