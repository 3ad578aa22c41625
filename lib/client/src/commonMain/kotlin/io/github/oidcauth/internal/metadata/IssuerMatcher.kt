package io.github.oidcauth.internal.metadata

import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.IssuerCheck
import kotlinx.serialization.json.JsonObject

/** Compares issuers as the [check] says. Pure; nothing is normalised. */
internal class IssuerMatcher(
    private val check: IssuerCheck,
) {
    /** Returns whether metadata found by the name [requested] may name the issuer [named]. */
    fun matchesMetadata(
        named: String,
        requested: IssuerName,
    ): Boolean =
        when (check) {
            is IssuerCheck.Exact -> requested.matches(named)
            is IssuerCheck.Named -> named == check.issuer
            is IssuerCheck.Template -> named == check.template || matchesTemplate(named, check)
        }

    /**
     * Returns the `iss` that a token with these [claims] must have, from a server whose metadata name [issuer]; null when no
     * issuer is valid.
     */
    fun expectedTokenIssuer(
        issuer: String,
        claims: JsonObject,
    ): String? {
        if (check !is IssuerCheck.Template || issuer != check.template) return issuer
        // With a slash, a tenant could imitate another path of the issuer.
        val tenant = claims.string(check.claim)?.takeIf { it.isNotEmpty() && it.all(::isTenantCharacter) }
        return tenant?.let { check.template.replace(check.placeholder, it) }
    }

    /**
     * Returns whether a response may name the issuer [named], from a server whose metadata name [issuer]. For a template, the
     * issuer of any tenant is valid.
     */
    fun matchesResponse(
        named: String,
        issuer: String,
    ): Boolean = if (check is IssuerCheck.Template && issuer == check.template) matchesTemplate(named, check) else named == issuer

    /** Returns whether [named] is the template of [check] with some tenant. */
    private fun matchesTemplate(
        named: String,
        check: IssuerCheck.Template,
    ): Boolean {
        val tenant = named.removePrefix(check.template.substringBefore(check.placeholder)).takeWhile(::isTenantCharacter)
        return tenant.isNotEmpty() && named == check.template.replace(check.placeholder, tenant)
    }

    private fun isTenantCharacter(c: Char) = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c == '-'
}
