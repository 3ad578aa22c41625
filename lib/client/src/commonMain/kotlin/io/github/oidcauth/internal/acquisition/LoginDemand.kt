package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.UnmetAuthenticationRequirementsException
import io.github.oidcauth.internal.callback.AuthorizationParameters
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.string
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * The login that an API demands in a challenge (RFC 9470 §3), or that a configuration requires: one of [acrValues], if there
 * are any, and a login at most [maxAge] ago, if that is set. Immutable. The values of an API are untrusted text.
 */
internal data class LoginDemand(
    val acrValues: List<String>,
    val maxAge: Duration?,
    /** True if an API demands it, false if the configuration does. */
    val isOfApi: Boolean = true,
) {
    /** The degree to which a login is known to fulfil a demand. */
    enum class Fulfilment { MET, UNKNOWN, UNMET }

    /**
     * The parameters of the login (RFC 9470 §4). A demand without values still is one for a new login, and without a parameter a
     * server would return the session that it has.
     */
    val parameters: Map<String, String>
        get() =
            buildMap {
                if (acrValues.isNotEmpty()) put("acr_values", acrValues.joinToString(" "))
                maxAge?.let { put("max_age", it.inWholeSeconds.toString()) }
                if (isEmpty()) put("prompt", "login")
            }

    /**
     * Returns the degree to which the login of [token] fulfils this demand at [now], by the claims `acr` and `auth_time` of its
     * ID token. The server's clock may differ by [leeway].
     */
    fun fulfilment(
        token: Token,
        now: Instant,
        leeway: Duration,
    ): Fulfilment {
        val claims = token.idTokenClaims
        val acr = claims?.string("acr")
        val loggedInAt = NumericDate.of(claims?.get("auth_time"))
        val isTooOld = maxAge != null && loggedInAt != null && now - loggedInAt > maxAge + leeway
        val isAcrUnmet = acrValues.isNotEmpty() && acr != null && acr !in acrValues
        val isUnknown = (acrValues.isNotEmpty() && acr == null) || (maxAge != null && loggedInAt == null) || isAny
        return when {
            isTooOld || isAcrUnmet -> Fulfilment.UNMET
            isUnknown -> Fulfilment.UNKNOWN
            else -> Fulfilment.MET
        }
    }

    /**
     * Returns [token], which a login has just returned, unless its ID token says that the login does not fulfil this demand. One
     * that says nothing is accepted: the API validates the access token.
     */
    fun accept(
        token: Token,
        now: Instant,
    ): Token {
        if (fulfilment(token, now, CLOCK_LEEWAY) != Fulfilment.UNMET) return token
        throw UnmetAuthenticationRequirementsException(
            "The API demands ${describe()}, and the server has logged the user in otherwise",
        )
    }

    /**
     * Returns [token], which a login has just returned, if its ID token says that the login fulfils this demand. A configuration
     * trusts no token that says nothing, because it cannot validate the access token as an API can.
     */
    fun acceptKnown(
        token: Token,
        now: Instant,
    ): Token {
        val known = fulfilment(token, now, CLOCK_LEEWAY)
        if (known == Fulfilment.MET) return token
        val fault =
            if (known == Fulfilment.UNMET) "the server has logged the user in otherwise" else "the ID token does not say so"
        throw UnmetAuthenticationRequirementsException("This program requires ${describe()}, and $fault")
    }

    /** Returns true if the ID token of the stored [token] says that its login fulfils this demand at [now]. */
    fun isKnownToBeMet(
        token: Token,
        now: Instant,
    ): Boolean = fulfilment(token, now, TokenRenewal.CALL_LEEWAY) == Fulfilment.MET

    /** The reason to show to the user who is asked to log in again. */
    val notice: String get() = "The API demands ${describe()}. Log in again."

    private val isAny: Boolean get() = acrValues.isEmpty() && maxAge == null

    private fun describe(): String {
        val acr = "a login with the authentication context ${acrValues.joinToString(" or ")}".takeIf { acrValues.isNotEmpty() }
        val age = maxAge?.let { if (it == Duration.ZERO) "a new login" else "a login of the last $it" }
        return listOfNotNull(acr, age).joinToString(", and ").ifEmpty { "a new login" }
    }

    companion object {
        /** The difference between the clocks of this machine and the server that a new login may show. */
        private val CLOCK_LEEWAY = 60.seconds

        fun of(challenge: InsufficientUserAuthenticationException): LoginDemand =
            LoginDemand(
                challenge.acrValues.orEmpty().split(' ').filter { it.isNotEmpty() }.distinct(),
                challenge.maxAgeSeconds?.coerceAtMost(AuthorizationParameters.MAX_AGE)?.seconds,
            )
    }
}
