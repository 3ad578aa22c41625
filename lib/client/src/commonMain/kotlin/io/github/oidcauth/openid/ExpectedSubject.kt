package io.github.oidcauth.openid

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.internal.text.REDACTED
import kotlin.jvm.JvmStatic

/**
 * Whom a userinfo response has to be about (OpenID Connect Core 1.0 §5.3.2): an access token may have been swapped for somebody
 * else's (§16.11). An immutable value; [toString] shows nothing of the user.
 */
public class ExpectedSubject private constructor(
    /** Null when anybody will do. */
    internal val subject: String?,
) {
    override fun equals(other: Any?): Boolean = other is ExpectedSubject && other.subject == subject

    override fun hashCode(): Int = subject.hashCode()

    override fun toString(): String = if (subject == null) "ExpectedSubject(unchecked)" else "ExpectedSubject($REDACTED)"

    public companion object {
        /** The user whose `sub` is [subject]. */
        @JvmStatic
        public fun of(subject: String): ExpectedSubject = ExpectedSubject(subject)

        /** The user of [idToken]. */
        @JvmStatic
        public fun of(idToken: IdToken): ExpectedSubject = ExpectedSubject(idToken.subject)

        /**
         * The user of the ID token in [token].
         *
         * @throws IllegalArgumentException when there is no ID token in it that can be read.
         */
        @JvmStatic
        public fun of(token: Token): ExpectedSubject =
            ExpectedSubject(
                requireNotNull(token.idToken?.let(::unverifiedClaims)?.string("sub")) {
                    "This token has no ID token that says who logged in. Ask for the scope openid, or say whom you expect."
                },
            )

        /**
         * Anybody. Use this when the user is not known from anywhere else, and do not take what comes for the user who
         * logged in: it is the user of the access token, whosesoever that is.
         */
        @DelicateOidcAuthApi
        @JvmStatic
        public fun unchecked(): ExpectedSubject = ExpectedSubject(null)
    }
}
