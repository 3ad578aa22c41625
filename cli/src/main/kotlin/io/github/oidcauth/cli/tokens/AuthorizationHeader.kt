package io.github.oidcauth.cli.tokens

import io.github.oidcauth.Token
import io.github.oidcauth.cli.framework.CommandFailure

/** The line of an HTTP request that presents a token, for `curl -H @-`. */
internal object AuthorizationHeader {
    private const val BOUND = "DPoP"

    /**
     * Returns the header of [token] as one line (RFC 6750 §2.1).
     *
     * @throws CommandFailure if a header alone does not present it, because it is bound to a key (RFC 9449 §7.1).
     */
    fun of(token: Token): String {
        if (token.tokenType.equals(BOUND, ignoreCase = true)) {
            throw CommandFailure(
                "This token is bound to a key (DPoP), and each request needs a proof of its own, so no header can be printed. " +
                    "`oidc-auth api` sends requests with proofs.",
            )
        }
        return token.headers.entries.single().let { (name, value) -> "$name: $value" }
    }
}
