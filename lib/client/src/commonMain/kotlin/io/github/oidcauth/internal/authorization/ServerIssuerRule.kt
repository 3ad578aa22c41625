package io.github.oidcauth.internal.authorization

import io.github.oidcauth.internal.callback.IssuerParameterRule
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.oauth2.IssuerCheck

/**
 * Accepts responses that name the server that was asked, or no server if that server never names itself (RFC 9207 §2.4). Pure.
 */
internal class ServerIssuerRule(
    check: IssuerCheck,
    /** The issuer in the metadata of the server, or null when it is not known. */
    private val issuer: String?,
    /** True if the server announces that it names itself in each response (RFC 9207 §3). */
    private val isRequired: Boolean,
) : IssuerParameterRule {
    private val issuerMatcher = IssuerMatcher(check)

    override fun fault(issuer: String?): String? =
        when {
            issuer == null -> {
                if (isRequired) "no issuer (iss), which this server always names" else null
            }

            this.issuer == null -> {
                "an issuer (iss) that cannot be compared, because the server's is not known (set it in its metadata)"
            }

            !issuerMatcher.matchesResponse(issuer, this.issuer) -> {
                "the issuer (iss) of another server"
            }

            else -> {
                null
            }
        }
}
