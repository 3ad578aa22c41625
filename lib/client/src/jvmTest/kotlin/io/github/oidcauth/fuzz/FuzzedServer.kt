package io.github.oidcauth.fuzz

import io.github.oidcauth.SettableClock
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockEngineConfig
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode
import io.ktor.http.headers
import io.ktor.utils.io.ByteReadChannel
import kotlinx.coroutines.Dispatchers
import kotlinx.io.IOException
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

/** A server that responds to everything with [response], on the thread that asks. */
internal class FuzzedServer {
    @Volatile
    var response: HttpText = HttpText(200, emptyList(), ByteArray(0))

    private val engine =
        MockEngine(
            MockEngineConfig().apply {
                dispatcher = Dispatchers.Unconfined
                reuseHandlers = true
                addHandler {
                    val now = response
                    respond(
                        ByteReadChannel(now.body),
                        HttpStatusCode.fromValue(now.status),
                        headers { now.headers.forEach { (name, value) -> append(name, value) } },
                    )
                }
            },
        )
    private val transport = Transport(HttpClient(engine), { if (it is IOException) Fault.CONNECTION_LOST else null }, 30.seconds)
    private var drawn = 0
    val clock: SettableClock = SettableClock()
    val time: TestTimeSource = TestTimeSource()
    val clientContext: ClientContext =
        ClientContext(
            transport = lazyOf(transport),
            jose = lazy { NimbusJose.jose },
            // Different each time, and the same in every run.
            random = RandomSource { count -> ByteArray(count) { i -> (drawn + i).toByte() }.also { drawn++ } },
            clock = clock,
            timeSource = time,
            blocking = Dispatchers.Unconfined,
        )

    /** A new client, that remembers nothing. */
    fun client(
        metadata: ServerMetadata = ClientBench.METADATA,
        configure: ClientConfig.Builder.() -> Unit = {},
    ): OAuth2Client = OAuth2Client(ProtocolClient(metadata, ClientConfig("my-client", configure), clientContext))

    /** A server that responds with [input]. */
    fun with(input: ByteArray): FuzzedServer = apply { response = HttpText.read(input) }
}
