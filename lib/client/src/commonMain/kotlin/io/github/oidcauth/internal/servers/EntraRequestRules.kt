package io.github.oidcauth.internal.servers

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.oauth2.RequestOptions

/** Microsoft Entra's tokens are for one API each ("Scopes and permissions in the Microsoft identity platform"). Pure. */
internal object EntraRequestRules {
    /** They are about the user, and go with any API. */
    private val OPENID = setOf("openid", "profile", "email", "offline_access")

    /** "If the resource identifier is omitted in the scope parameter, the resource is assumed to be Microsoft Graph." */
    private const val GRAPH = "Microsoft Graph"
    private val GRAPH_HOSTS =
        setOf("graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn")

    /**
     * The v2.0 endpoints know an API by its scopes. APIs of one host are not told apart here, since a scope may have slashes.
     *
     * @throws InvalidConfigException
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

    /** The v1.0 endpoints know an API by `resource`. @throws InvalidConfigException */
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

    /** `https://vault.azure.net`, `api://4f5e…` or `4f5e…` of `https://vault.azure.net/.default` and the like. */
    private fun apiOf(scope: String): String {
        if ('/' !in scope) return GRAPH
        val scheme = scope.substringBefore("://", "")
        val host = scope.substringAfter("://").substringBefore('/').lowercase()
        return if (host in GRAPH_HOSTS) {
            GRAPH
        } else if (scheme.isEmpty()) {
            host
        } else {
            "$scheme://$host"
        }
    }
}
