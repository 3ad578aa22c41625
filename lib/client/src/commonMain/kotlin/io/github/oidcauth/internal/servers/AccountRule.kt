package io.github.oidcauth.internal.servers

import io.github.oidcauth.Token
import io.github.oidcauth.WrongAccountException
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.text.spellForeignLetters
import io.github.oidcauth.internal.tokens.UserNames
import kotlinx.serialization.json.JsonObject

/**
 * The rule for the user of a token that is stored for [account]. Pure.
 *
 * 1. If a stored token of the account names its user, every other one has to name the same: the same `iss` and `sub`. One from a
 *    login that names none is refused, too.
 * 2. Else the ID token has to name the account in one of `sub`, `preferred_username`, `upn`, or a verified `email`, unless the
 *    account [isLabel].
 * 3. A token without an ID token is accepted where none was stored before: the server does not identify the user.
 */
internal class AccountRule(
    private val account: String,
    /** True if the account is a name of the caller's own, because the login has another hint. */
    private val isLabel: Boolean,
) {
    /**
     * Returns [token], which a login or refresh has returned, if its user is that of the account, as far as [stored] tells.
     *
     * @throws WrongAccountException when it is another user.
     */
    fun check(
        token: Token,
        stored: Token?,
    ): Token {
        val claims = token.idTokenClaims
        val known = stored?.idTokenClaims?.takeIf { !it.string(SUBJECT).isNullOrEmpty() }
        when {
            known != null -> checkSame(claims, known)
            claims == null || isLabel || UserNames.isNamed(claims, account) -> Unit
            UserNames.isUnverifiedEmail(claims, account) -> throw unverified(claims)
            !UserNames.hasName(claims) -> throw unnamed(claims)
            else -> throw wrong(nameOf(claims), "")
        }
        return token
    }

    /** Returns the exception for a refresh whose ID token has the subject [found] in place of that of the stored token. */
    fun otherSubject(found: String): WrongAccountException =
        wrong(spellForeignLetters(found.printable(SHOWN)), " The server has refreshed the token of another user.")

    private fun checkSame(
        claims: JsonObject?,
        known: JsonObject,
    ) {
        if (claims == null) {
            throw WrongAccountException(
                "The server does not identify the user who has logged in, and the stored token of the account $account does. " +
                    "Nothing was stored. Request the scope openid, or remove the stored token first.",
                account,
                UNKNOWN,
            )
        }
        if (claims.string(SUBJECT) == known.string(SUBJECT) && claims.string(ISSUER) == known.string(ISSUER)) return
        val isSameName = nameOf(claims) == nameOf(known)
        val why = if (isSameName) " The name is the same, and the identifier at the server (sub) is another." else ""
        throw wrong(nameOf(claims), why)
    }

    private fun wrong(
        actual: String,
        why: String,
    ) = WrongAccountException(
        "The account is $account, and $actual has logged in.$why Nothing was stored. Log out at the server in the browser, or " +
            "have it ask for the account (prompt=select_account), and log in as $account.",
        account,
        actual,
    )

    private fun unnamed(claims: JsonObject) =
        nameOf(claims).let { identifier ->
            WrongAccountException(
                "The account is $account, and the server identifies the user only as $identifier. Nothing was stored. Request " +
                    "the scopes profile and email too, or name the account $identifier if that is the right user.",
                account,
                identifier,
            )
        }

    private fun unverified(claims: JsonObject) =
        nameOf(claims).let { name ->
            WrongAccountException(
                "The account is $account, and $name has logged in, whose email address the server has not verified: anybody " +
                    "could have entered it. Nothing was stored. Name the account by the user's name at the server.",
                account,
                name,
            )
        }

    private fun nameOf(claims: JsonObject): String = UserNames.shown(claims)?.let(::spellForeignLetters) ?: UNKNOWN

    private companion object {
        const val SUBJECT = "sub"
        const val ISSUER = "iss"
        const val UNKNOWN = "another user"
        const val SHOWN = 100
    }
}
