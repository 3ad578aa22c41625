package io.github.oidcauth.http

import io.github.oidcauth.internal.api.ApiCalls
import io.github.oidcauth.internal.api.ApiRetries
import io.github.oidcauth.internal.api.ApiSender
import io.github.oidcauth.internal.assembly.processClients

/** The parts that an [ApiClient] shares with those that it makes. Thread-safe. */
internal class ApiClientParts(
    val config: ApiClientConfig,
) {
    private val context by lazy { processClients.context }
    val calls = ApiCalls(config, lazy { context.random })
    val sender =
        ApiSender(
            lazy {
                processClients.exchange(config.httpClient, config.caFile)
            },
            lazy { ApiRetries(context.clock, context.random) },
        ) { method, url, hasAuthorization ->
            config.authorizer?.begin(method, url, hasAuthorization)
        }
}
