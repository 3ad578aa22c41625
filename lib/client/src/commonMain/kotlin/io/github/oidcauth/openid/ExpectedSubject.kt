package io.github.oidcauth.openid

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.internal.text.REDACTED
import kotlin.jvm.JvmStatic

/**
 * The user whom a userinfo response must be about (OpenID Connect Core 1.0 §5.3.2), because an access token may have been
 * replaced by that of another user (§16.11). An immutable value; [toString] shows nothing of the user.
 */
public class ExpectedSubject private constructor(
    /** The expected `sub`, or null if any user is accepted. */
    internal val subject: String?,
) {
    override fun equals(other: Any?): Boolean = other is ExpectedSubject && other.subject == subject

    override fun hashCode(): Int = subject.hashCode()

    override fun toString(): String = if (subject == null) "ExpectedSubject(unchecked)" else "ExpectedSubject($REDACTED)"

    public companion object {
        /** Expects the user whose `sub` is [subject]. */
        @JvmStatic
        public fun of(subject: String): ExpectedSubject = ExpectedSubject(subject)

        /** Expects the user of [idToken]. */
        @JvmStatic
        public fun of(idToken: IdToken): ExpectedSubject = ExpectedSubject(idToken.subject)

        /**
         * Expects the user of the ID token in [token].
         *
         * @throws IllegalArgumentException if it contains no readable ID token.
         */
        @JvmStatic
        public fun of(token: Token): ExpectedSubject =
            ExpectedSubject(
                requireNotNull(token.idToken?.let(::unverifiedClaims)?.string("sub")) {
                    "This token has no ID token that identifies the user. Request the scope openid, or pass the expected user."
                },
            )

        /**
         * Accepts any user. Use this if the user is not known otherwise, and do not treat the claims as those of the user who
         * logged in: they belong to the owner of the access token, which may be another user.
         */
        @DelicateOidcAuthApi
        @JvmStatic
        public fun unchecked(): ExpectedSubject = ExpectedSubject(null)
    }
}
