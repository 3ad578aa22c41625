package io.github.oidcauth.oauth2

import io.github.oidcauth.SettableClock
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.concurrent.backgroundScope
import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.Transport
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockEngineConfig
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.io.IOException
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** A client whose server is [response], for tests: no network, a clock that stands still, octets that anybody can guess. */
internal class ClientBench(
    /**
     * One request at a time is responded, so that what tests count and collect needs no lock. Requests in virtual time run on the
     * test's dispatcher, or its timeouts would pass while they wait for a thread.
     */
    dispatcher: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(1),
    timeSource: TimeSource = TimeSource.Monotonic,
    background: CoroutineScope = backgroundScope,
    private val respond: suspend (ReceivedRequest) -> ScriptedResponse,
) {
    val clock = SettableClock()

    /** The requests that the server received, in order. */
    val requests: MutableList<ReceivedRequest> = mutableListOf()

    private val engine =
        MockEngine(
            MockEngineConfig().apply {
                this.dispatcher = dispatcher
                reuseHandlers = true
                addHandler { data ->
                    val request = ReceivedRequest.of(data)
                    requests += request
                    val response = respond(request)
                    respond(response.body, HttpStatusCode.fromValue(response.status), response.ktorHeaders)
                }
            },
        )
    private var counter = 0
    val transport = Transport(HttpClient(engine), { if (it is IOException) Fault.CONNECTION_LOST else null }, 30.seconds)
    val clientContext =
        ClientContext(
            transport = lazyOf(transport),
            jose = lazy { NimbusJose.jose },
            // Different each time, so that what has to be used once can be told apart.
            random = RandomSource { count -> ByteArray(count) { i -> (counter + i).toByte() }.also { counter++ } },
            clock = clock,
            timeSource = timeSource,
            blocking = dispatcher,
            background = background,
        )

    fun client(
        metadata: ServerMetadata = METADATA,
        clientId: String = "my-client",
        configure: ClientConfig.Builder.() -> Unit = {},
    ): OAuth2Client = OAuth2Client(ProtocolClient(metadata, ClientConfig(clientId, configure), clientContext))

    companion object {
        const val ISSUER = "https://as.example"

        /** A server with every endpoint. */
        val METADATA =
            ServerMetadata {
                issuer(ISSUER)
                authorizationEndpoint("$ISSUER/authorize")
                tokenEndpoint("$ISSUER/token")
                deviceAuthorizationEndpoint("$ISSUER/device")
                pushedAuthorizationRequestEndpoint("$ISSUER/par")
                backchannelAuthenticationEndpoint("$ISSUER/ciba")
                introspectionEndpoint("$ISSUER/introspect")
                revocationEndpoint("$ISSUER/revoke")
                registrationEndpoint("$ISSUER/register")
                userinfoEndpoint("$ISSUER/userinfo")
                endSessionEndpoint("$ISSUER/logout")
                jwksUri("$ISSUER/jwks")
            }
    }
}
