// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token

/** Checks that two values are equal. @throws AssertionError if they are not. */
internal fun expectEqual(
    what: String,
    expected: Any?,
    actual: Any?,
) {
    if (expected != actual) throw AssertionError("Expected $what to be $expected, but it is $actual.")
}

/**
 * Checks that two tokens are equal. @throws AssertionError that names the members that differ, because a token prints none of
 * its secrets.
 */
internal fun expectToken(
    what: String,
    expected: Token,
    actual: Token?,
) {
    if (actual == null) throw AssertionError("Expected $what to be the token that was put, but there is none.")
    val differences = MEMBERS.filter { (_, member) -> member(expected) != member(actual) }.map { it.first }
    if (differences.isNotEmpty()) {
        throw AssertionError("Expected $what to be the token that was put, but it has another ${differences.joinToString()}.")
    }
}

internal fun expectNoToken(
    what: String,
    actual: Token?,
) {
    if (actual != null) throw AssertionError("Expected no token to be $what, but there is one: $actual.")
}

internal fun expectThat(
    condition: Boolean,
    message: () -> String,
) {
    if (!condition) throw AssertionError(message())
}

/** Returns the exception of [action], which must be an [E]. */
internal inline fun <reified E : Throwable> expectFailure(
    what: String,
    action: () -> Unit,
): E {
    try {
        action()
    } catch (e: Throwable) {
        if (e is E) return e
        throw AssertionError(
            "Expected $what to throw ${E::class.simpleName}, but it threw ${e::class.simpleName}: ${e.message}",
            e,
        )
    }
    throw AssertionError("Expected $what to throw ${E::class.simpleName}, but it returned.")
}

private val MEMBERS: List<Pair<String, (Token) -> Any?>> =
    listOf(
        "access token" to { it.accessToken },
        "token type" to { it.tokenType },
        "end (expiresAt)" to { it.expiresAt },
        "refresh token" to { it.refreshToken },
        "end of the refresh token (refreshExpiresAt)" to { it.refreshExpiresAt },
        "ID token" to { it.idToken },
        "scope" to { it.scope },
        "DPoP key" to { it.dpopKey },
        "member without a property (extra)" to { it.extra },
    )
