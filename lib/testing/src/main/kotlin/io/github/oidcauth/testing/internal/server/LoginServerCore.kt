// Tested by ScriptedLoginServerTest.
package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ScriptedReply
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.ServerRequest
import io.github.oidcauth.testing.ServerSettings
import kotlin.time.Clock
import kotlin.time.Duration

/**
 * The server without its bindings: takes a request, and returns its result. Guarded by itself; no caller waits under its
 * lock.
 */
internal class LoginServerCore(
    url: String,
    private val settings: ServerSettings,
    clock: Clock,
    user: UserDecisions,
) {
    private val key = SigningKey()
    private val clients = Clients()
    private val sessions = Sessions(url, settings, clock, key)
    private val codes = CodeLogins(url, clock, clients, sessions, user)
    private val devices = DeviceLogins(url, settings, clock, sessions, user)
    private val routes: Map<String, Route> =
        IssuerRoutes(url, settings, clients, sessions, codes, devices, key).routes +
            ApplicationRoutes(url, settings, sessions, codes, devices).routes
    private val script = ArrayList<Pair<ServerEndpoint, ScriptedReply>>()
    private val received = ArrayList<ServerRequest>()

    val requests: List<ServerRequest> @Synchronized get() = received.toList()
    val reuses: Int @Synchronized get() = sessions.reuses
    val activeSessions: Int @Synchronized get() = sessions.active

    init {
        clients.register(ApplicationRoutes.CLIENT_ID, secret = null, redirectUris = emptyList())
    }

    @Synchronized
    fun register(
        id: String,
        secret: String?,
        redirectUris: Collection<String>,
    ): Unit = clients.register(id, secret, redirectUris)

    @Synchronized
    fun next(
        endpoint: ServerEndpoint,
        replies: List<ScriptedReply>,
    ) {
        replies.forEach { script += endpoint to it }
    }

    @Synchronized
    fun issue(
        clientId: String?,
        scope: String?,
        lifetime: Duration,
    ): IssuedTokens = sessions.issue(sessions.begin(clientId ?: ApplicationRoutes.CLIENT_ID, scope), lifetime)

    @Synchronized
    fun revokeSessions(): Unit = sessions.revokeAll()

    @Synchronized
    fun accepts(accessToken: String): Boolean = sessions.ofAccessToken(accessToken) != null

    @Synchronized
    fun respond(request: IncomingRequest): Reply {
        val route = routes[request.path]
        val endpoint = route?.endpoint ?: ServerEndpoint.OTHER
        received +=
            ServerRequest(endpoint, request.method, request.path, request.parameters, request.headers, route?.known.orEmpty())
        return when (val scripted = scripted(endpoint)) {
            null -> {
                process(route, request)
            }

            is ScriptedReply.Error -> {
                val fault = OAuthErrorException(scripted.code, scripted.description, scripted.status)
                route?.onFault?.invoke(request, fault) ?: Reply.json(fault.toJson(), fault.status)
            }

            is ScriptedReply.Raw -> {
                Reply.raw(scripted.status, scripted.body, scripted.headers)
            }

            is ScriptedReply.Broken -> {
                if (scripted.isProcessed) process(route, request)
                Reply.Broken
            }
        }
    }

    private fun scripted(endpoint: ServerEndpoint): ScriptedReply? {
        val index = script.indexOfFirst { it.first == endpoint }
        return if (index < 0) null else script.removeAt(index).second
    }

    private fun process(
        route: Route?,
        request: IncomingRequest,
    ): Reply.Response {
        if (route == null) return Reply.Response(404, "")
        if (request.method !in route.methods) return Reply.Response(405, "", mapOf("Allow" to route.methods.joinToString()))
        return try {
            requireWellFormed(route, request)
            route.respond(request)
        } catch (e: OAuthErrorException) {
            route.onFault(request, e)
        }
    }

    /** Checks RFC 6749 §3.1, §3.2: no parameter is repeated, and addresses contain no secrets. */
    private fun requireWellFormed(
        route: Route,
        request: IncomingRequest,
    ) {
        request.parameters.entries().find { (name, values) -> values.size > 1 && name in route.known - REPEATABLE }?.let {
            throw OAuthErrorException("invalid_request", "The parameter ${it.key} is there more than once.")
        }
        if (request.method == "POST" && !request.query.isEmpty()) {
            throw OAuthErrorException("invalid_request", "The parameters are in the address. They belong to the body.")
        }
    }

    private companion object {
        /** A token may be for several APIs (RFC 8707 §2). */
        val REPEATABLE = setOf("resource", "audience")
    }
}
