package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.oauth2.RequestOptions

/** How a provider wants the parameters of authorization requests (RFC 6749 §4.1.1). Pure. */
internal class AuthorizationParameterNames(
    /** What goes along when the caller says nothing of it. */
    val defaults: RequestOptions = RequestOptions.NONE,
    /** The provider's names of parameters, by the specification's. */
    private val names: Map<String, String> = emptyMap(),
    /** What stands between two scopes. */
    private val scopeSeparator: Char = ' ',
    /** Whether the user has to consent each time, for there to be a refresh token (OpenID Connect Core 1.0 §11). */
    val needsConsent: Boolean = true,
) {
    /** [parameters] of a request of the specification as the provider wants them. */
    fun of(parameters: List<Pair<String, String>>): List<Pair<String, String>> {
        val said = parameters.mapTo(mutableSetOf()) { it.first }
        val all = parameters + defaults.parameters().filter { it.first !in said }
        return all.map { (name, value) ->
            (names[name] ?: name) to if (name == "scope") value.replace(' ', scopeSeparator) else value
        }
    }
}
