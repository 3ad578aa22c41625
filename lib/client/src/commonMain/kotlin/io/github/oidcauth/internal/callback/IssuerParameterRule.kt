package io.github.oidcauth.internal.callback

/** Checks the issuer that a response names (RFC 9207 §2.4). Pure. */
internal fun interface IssuerParameterRule {
    /**
     * Returns why a response with this `iss` is not valid, or null if it is valid. [issuer] is null when the response has none.
     */
    fun fault(issuer: String?): String?

    companion object {
        /** Accepts every issuer: another server made the request and compares the issuer. */
        val NOT_COMPARED: IssuerParameterRule = IssuerParameterRule { null }
    }
}
