// Tested by EntraTest.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.oauth2.RequestOptions

/**
 * Rules for requests to Microsoft Entra, whose tokens are for one API each ("Scopes and permissions in the Microsoft identity
 * platform"). Pure.
 */
internal object EntraRequestRules {
    /** The scopes about the user, which are valid together with those of any API. */
    private val OPENID = setOf("openid", "profile", "email", "offline_access")

    /** "If the resource identifier is omitted in the scope parameter, the resource is assumed to be Microsoft Graph." */
    private const val GRAPH = "Microsoft Graph"
    private val GRAPH_HOSTS =
        setOf("graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn")

    /**
     * Checks the scopes for the v2.0 endpoints, which identify an API by its scopes. APIs of one host are not distinguished here,
     * since a scope may contain slashes.
     *
     * @throws InvalidConfigException when the scopes belong to several APIs.
     */
    fun checkScopes(
        endpoint: Endpoint,
        options: RequestOptions,
    ) {
        if (endpoint != Endpoint.TOKEN) return
        val scopes = scopeNames(options.scope).filter { it !in OPENID }
        val apis = scopes.map(::apiOf).distinct()
        if (apis.size > 1) {
            throw InvalidConfigException(
                "The scopes belong to several APIs (${apis.joinToString()}), and a token of Microsoft Entra is for one. " +
                    "Ask for one token for each.",
            )
        }
    }

    /**
     * Checks the resources for the v1.0 endpoints, which identify an API by `resource`.
     *
     * @throws InvalidConfigException when there are several.
     */
    fun checkResources(
        endpoint: Endpoint,
        options: RequestOptions,
    ) {
        if ((endpoint == Endpoint.TOKEN || endpoint == Endpoint.DEVICE_AUTHORIZATION) && options.resources.size > 1) {
            throw InvalidConfigException(
                "There are several resources, and a token of Microsoft Entra is for one. Ask for one token for each.",
            )
        }
    }

    /**
     * Returns the API of [scope]. For example, the scope `https://vault.azure.net/.default` belongs to the API
     * `https://vault.azure.net`. Other APIs have the form `api://4f5e…` or `4f5e…`.
     */
    private fun apiOf(scope: String): String {
        if ('/' !in scope) return GRAPH
        val parts = UrlParts.of(scope)
        val host = parts.authority.lowercase()
        return when {
            host in GRAPH_HOSTS -> GRAPH
            parts.scheme == null -> host
            else -> "${parts.scheme}://$host"
        }
    }
}
