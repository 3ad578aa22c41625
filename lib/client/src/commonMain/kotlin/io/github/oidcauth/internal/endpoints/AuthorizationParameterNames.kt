package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.oauth2.RequestOptions

/** A provider's names and defaults for the parameters of authorization requests (RFC 6749 §4.1.1). Pure. */
internal class AuthorizationParameterNames(
    /** The parameters that are sent when the caller does not set them. */
    val defaults: RequestOptions = RequestOptions.NONE,
    /** The provider's parameter names by the names in the specification. */
    private val names: Map<String, String> = emptyMap(),
    /** The separator of scopes. */
    private val scopeSeparator: Char = ' ',
    /** True if the provider issues a refresh token only when the user consents in this login (OpenID Connect Core 1.0 §11). */
    val needsConsent: Boolean = true,
) {
    /** Returns [parameters], which are named as in the specification, in the provider's form. */
    fun of(parameters: List<Pair<String, String>>): List<Pair<String, String>> {
        val said = parameters.mapTo(mutableSetOf()) { it.first }
        val all = parameters + defaults.parameters().filter { it.first !in said }
        return all.map { (name, value) ->
            nameOf(name) to if (name == "scope") value.replace(' ', scopeSeparator) else value
        }
    }

    /** Returns the provider's name of the parameter [name] of the specification. */
    fun nameOf(name: String): String = names[name] ?: name

    private fun members(): List<Any?> = listOf(defaults, names, scopeSeparator, needsConsent)

    override fun equals(other: Any?): Boolean = other is AuthorizationParameterNames && other.members() == members()

    override fun hashCode(): Int = members().hashCode()
}
