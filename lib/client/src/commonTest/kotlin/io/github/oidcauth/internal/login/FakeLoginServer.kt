package io.github.oidcauth.internal.login

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.callback.pendingLogin
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.servers.LoginServer
import kotlinx.coroutines.delay
import kotlinx.serialization.json.JsonObject
import kotlin.io.encoding.Base64
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * A server that is stricter than most: a refresh token or code counts once, and using it again is invalid. Every request takes
 * [latency], so that others get their turn meanwhile.
 */
internal class FakeLoginServer(
    private val clock: Clock,
    var latency: Duration = 1.seconds,
) : LoginServer {
    var refreshes = 0
    var redemptions = 0

    /** The refresh tokens that it was sent. */
    val received = mutableListOf<String>()
    var polls = 0
    var issued = 0

    /** The responses to the next polls; if it is empty, the login is granted. */
    val pollResponses = ArrayDeque<PollResult>()

    /** The exception that the next refresh throws in place of a response, or null. */
    var refreshFailure: Exception? = null
    var deviceFailure: Exception? = null
    var rotates = true

    /** True if its responses have no `expires_in`. */
    var isSilentOnExpiry = false

    /** The access token of each response, when set. */
    var sameAccessToken: String? = null

    /** The claims of the ID token of each response, or null for none. */
    var idTokenClaims: (() -> JsonObject)? = null
    private val spent = mutableSetOf<String>()

    fun issue(): Token {
        val number = ++issued
        return Token(sameAccessToken ?: "access-$number") {
            expiresAt = if (isSilentOnExpiry) null else clock.now() + 10.minutes
            refreshToken = "refresh-$number"
            refreshExpiresAt = clock.now() + 100.minutes
            idToken = idTokenClaims?.let { unsigned(it()) }
        }
    }

    private fun unsigned(claims: JsonObject): String = "eyJhbGciOiJSUzI1NiJ9.${base64.encode(
        claims.toString().encodeToByteArray(),
    )}.c2ln"

    /** The server's decision about stored tokens. */
    var accepted: (Token) -> Boolean = { true }

    override fun accepts(token: Token): Boolean = accepted(token)

    var offersDeviceGrant = true

    /** The duration of discovery. */
    var connectDelay = Duration.ZERO

    /** The exception of discovery and of the request for keys, or null. */
    var connectFailure: Exception? = null

    override suspend fun prepareRefresh(
        refreshToken: String,
        current: Token?,
    ) {
        delay(connectDelay)
        connectFailure?.let { throw it }
    }

    override suspend fun hasDeviceGrant(): Boolean = offersDeviceGrant

    override suspend fun startDeviceLogin(): DeviceCode {
        delay(latency)
        deviceFailure?.let { throw it }
        return DeviceCode(
            "device",
            "USER-CODE",
            "https://h.example/device",
            null,
            clock.now() + 10.minutes,
            10.minutes,
            5.seconds,
        )
    }

    override suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String?,
    ): PollResult {
        polls++
        delay(latency)
        return pollResponses.removeFirstOrNull() ?: PollResult.Granted(issue())
    }

    override suspend fun startBrowserLogin(redirectUri: String): PendingLogin {
        delay(latency)
        return pendingLogin(redirectUri, "s", "verifier", url = "https://idp.example/authorize?state=s")
    }

    override suspend fun redeem(callback: ValidatedCallback): Token {
        redemptions++
        delay(latency)
        if (!spent.add(callback.code)) throw InvalidGrantException(OAuthError("invalid_grant"))
        return issue()
    }

    override suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token {
        refreshes++
        received += refreshToken
        delay(latency)
        refreshFailure?.let { throw it }
        if (!spent.add(refreshToken) && rotates) throw InvalidGrantException(OAuthError("invalid_grant"))
        return if (rotates) issue() else issue().newBuilder().also { it.refreshToken = null }.build()
    }

    /** Says that [token]'s refresh token was used elsewhere. */
    fun spend(token: Token) {
        spent += token.refreshToken!!
    }

    private companion object {
        val base64 = Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT)
    }
}
