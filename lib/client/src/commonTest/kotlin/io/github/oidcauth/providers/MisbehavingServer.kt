package io.github.oidcauth.providers

import io.github.oidcauth.Token
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.testTimeSource

/** A provider that deviates as it is told to. Every other path responds with 404. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class MisbehavingServer(
    /** Polls wait in the virtual time of this one. */
    scope: TestScope? = null,
) {
    private val routes = mutableMapOf<String, suspend (ReceivedRequest) -> ScriptedResponse>()

    val bench =
        if (scope == null) {
            ClientBench { respond(it) }
        } else {
            ClientBench(StandardTestDispatcher(scope.testScheduler), scope.testTimeSource) { respond(it) }
        }

    /** Returns the requests to [url], in order. */
    fun requests(url: String): List<ReceivedRequest> = bench.requests.filter { it.url == url }

    fun get(
        url: String,
        respond: suspend (ReceivedRequest) -> ScriptedResponse,
    ) {
        routes["GET $url"] = respond
    }

    fun post(
        url: String,
        respond: suspend (ReceivedRequest) -> ScriptedResponse,
    ) {
        routes["POST $url"] = respond
    }

    /** Publishes metadata with these [members], written as in JSON, below [place]. */
    fun publish(
        place: String,
        vararg members: Pair<String, String>,
    ) {
        val json = members.joinToString(",", "{", "}") { (name, value) -> "\"$name\":\"$value\"" }
        get("$place/.well-known/openid-configuration") { ScriptedResponse(json) }
    }

    suspend fun client(
        provider: Provider,
        clientId: String = "my-client",
        configure: ClientConfig.Builder.() -> Unit = {},
    ): OAuth2Client = OAuth2Client(ProtocolClient.of(provider, ClientConfig(clientId, configure), bench.clientContext))

    private suspend fun respond(request: ReceivedRequest): ScriptedResponse =
        routes["${request.method} ${request.url}"]?.invoke(request) ?: ScriptedResponse("", 404)
}

/** The redirect URI in these tests. */
internal const val REDIRECT: String = "http://127.0.0.1:8400/callback"

/** The parameters that the browser sends to the server, each once. */
internal val AuthorizationRequest.sent: Map<String, String>
    get() = queryParameters(url.substringAfter('?')).orEmpty().mapValues { it.value.single() }

/** The token that the code of a whole login in the browser buys, which asked for what [configure] says. */
internal suspend fun OAuth2Client.browserLogin(configure: AuthorizationRequestBuilder.() -> Unit): Token {
    val request = authorizationRequest(REDIRECT, configure)
    return token(AuthorizationCodeGrant(validate(request, "$REDIRECT?code=c-1&state=${request.sent["state"]}")))
}

/** True if a request contains a secret of its client, in any form. */
internal val ReceivedRequest.showsCredentials: Boolean
    get() = header("authorization") != null || this["client_secret"] != null || this["client_assertion"] != null
