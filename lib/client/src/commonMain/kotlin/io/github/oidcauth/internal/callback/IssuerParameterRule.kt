package io.github.oidcauth.internal.callback

/** Which server a response may name as its issuer (RFC 9207 §2.4). Pure. */
internal fun interface IssuerParameterRule {
    /** What is wrong with a response whose `iss` is [issuer], null when it has none; null when nothing is. */
    fun fault(issuer: String?): String?

    companion object {
        /** The response may name anybody: another server than ours has made the request, and compares it. */
        val NOT_COMPARED: IssuerParameterRule = IssuerParameterRule { null }
    }
}
