// Tested by GrantTokenSourcesTest.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.AuthException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.Token
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.tokens.TokenRefresh
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import kotlin.concurrent.Volatile

/** The first token of a source, and each one for which there is no refresh token. One caller at a time. */
internal interface Beginning {
    /** True if no other token can be obtained in this way. */
    val isSpent: Boolean

    /** True if a user is waited for. */
    val waitsForUser: Boolean get() = false

    /** True if the first request may replace a refresh token. */
    val isRefresh: Boolean get() = false

    /** Returns a token, or null if it has waited for a user, and [isAwaited] has returned false. */
    suspend fun obtain(isAwaited: () -> Boolean): Token?
}

/** A grant that can be sent any number of times, or is made anew for each request. */
internal class RepeatableGrant(
    private val grants: GrantSender,
    private val make: suspend () -> Grant,
) : Beginning {
    override val isSpent: Boolean get() = false

    override suspend fun obtain(isAwaited: () -> Boolean): Token = grants.send(make())
}

/**
 * A grant that is valid once. A code is sent once, whatever comes of it. A refresh token is sent again after a failure that says
 * nothing about it, as nothing else would help.
 */
internal class SingleGrant(
    private val grants: GrantSender,
    grant: Grant,
    private val name: String,
) : Beginning {
    @Volatile
    private var grant = grant

    @Volatile
    private var failure: Exception? = null

    @Volatile
    override var isSpent: Boolean = false
        private set

    override val isRefresh: Boolean get() = grant is RefreshTokenGrant

    override suspend fun obtain(isAwaited: () -> Boolean): Token {
        if (isSpent) throw spent(name, failure)
        grants.prepare(grant)
        isSpent = true
        try {
            return grants.send(grant)
        } catch (e: UnverifiedRefreshException) {
            // The new refresh token takes the place of the old one.
            grant = (grant as? RefreshTokenGrant)?.rotated(e) ?: grant
            isSpent = false
            throw e
        } catch (e: AuthException) {
            if (isRefresh && !TokenRefresh.isRejected(e)) isSpent = false else failure = e
            throw e
        } catch (e: Exception) {
            failure = e
            throw e
        }
    }
}

/** A login that a user finishes elsewhere. [await] polls until then, or returns null once its parameter returns true. */
internal class UserLoginElsewhere(
    private val name: String,
    private val await: suspend (isOver: suspend () -> Boolean) -> Token?,
) : Beginning {
    @Volatile
    private var failure: AuthException? = null

    @Volatile
    override var isSpent: Boolean = false
        private set

    override val waitsForUser: Boolean get() = !isSpent

    override suspend fun obtain(isAwaited: () -> Boolean): Token? {
        if (isSpent) throw spent(name, failure)
        try {
            return await { !isAwaited() }?.also { isSpent = true }
        } catch (e: AuthException) {
            isSpent = true
            failure = e
            throw e
        }
    }
}

/** No beginning: there was a token, and it had a refresh token at best. */
internal object NoBeginning : Beginning {
    override val isSpent: Boolean get() = true

    override suspend fun obtain(isAwaited: () -> Boolean): Token = throw spent("The token of this source", failure = null)
}

private fun spent(
    name: String,
    failure: Exception?,
): AuthException {
    val end = if (failure == null) {
        "$name was used, its access token has expired or was refused, and there is no valid refresh token."
    } else {
        "$name was used without success, and cannot be used again: ${(failure as? AuthException)?.message ?: failure::class.simpleName}"
    }
    return InteractionRequiredException(
        "$end Log in again, and make a new token source; many servers issue a refresh token for the scope offline_access.",
        failure,
    )
}
