package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.internal.protocol.string
import io.github.oidcauth.oauth2.IssuerCheck
import kotlinx.serialization.json.JsonObject

/** Compares issuers as the [check] says. Pure; nothing is normalised. */
internal class IssuerComparison(
    private val check: IssuerCheck,
) {
    /** What metadata of the server that was [asked] for have to name. */
    fun expectedInMetadata(asked: String): String =
        when (check) {
            is IssuerCheck.Exact -> asked
            is IssuerCheck.Named -> check.issuer
            is IssuerCheck.Template -> check.template
        }

    /**
     * The `iss` that a token with these [claims] must have, from a server whose metadata name [issuer]; null when none will do.
     */
    fun expectedInToken(
        issuer: String,
        claims: JsonObject,
    ): String? =
        when (check) {
            is IssuerCheck.Exact, is IssuerCheck.Named -> {
                issuer
            }

            is IssuerCheck.Template -> {
                // A slash would let a tenant pretend to be another path of the issuer.
                val tenant = claims.string(check.claim)?.takeIf { it.isNotEmpty() && it.all(::isTenantCharacter) }
                tenant?.let { check.template.replace(check.placeholder, it) }
            }
        }

    /** Whether an answer may name [named], from a server whose metadata name [issuer]: for a template, any tenant's issuer. */
    fun isExpectedInAnswer(
        named: String,
        issuer: String,
    ): Boolean =
        when (check) {
            is IssuerCheck.Exact, is IssuerCheck.Named -> {
                named == issuer
            }

            is IssuerCheck.Template -> {
                val prefix = check.template.substringBefore(check.placeholder)
                val tenant = named.removePrefix(prefix).takeWhile(::isTenantCharacter)
                tenant.isNotEmpty() && named == check.template.replace(check.placeholder, tenant)
            }
        }

    private fun isTenantCharacter(c: Char) = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c == '-'
}
