// Tested by ServerMetadataFromServerTest and MutualTlsTest.
package io.github.oidcauth.internal.assembly

import io.github.oidcauth.internal.client.ClientFactory
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.crypto.SecureRandomSource
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.metadata.Discovery
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.FaultFinder
import io.github.oidcauth.internal.transport.HttpExchange
import io.github.oidcauth.internal.transport.JvmContentCodings
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.ConnectionSettings
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Provider
import io.ktor.client.HttpClient
import kotlinx.coroutines.Dispatchers
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** Creates the protocol clients of this machine, with its HTTP client, clock and random numbers. Thread-safe. */
internal class Clients(
    environment: Environment = ProcessEnvironment,
    private val clock: Clock = Clock.System,
    private val timeSource: TimeSource = TimeSource.Monotonic,
    private val random: RandomSource = SecureRandomSource,
    private val faults: FaultFinder = JvmFaultFinder,
    private val httpClients: HttpClients = HttpClients.of(environment),
) : ClientFactory {
    override val context: ClientContext by lazy { context(httpClient = null) }

    override fun exchange(
        httpClient: HttpClient?,
        caFile: String?,
    ): HttpExchange =
        HttpExchange(httpClient ?: httpClients.of(ConnectionSettings(caFile)), faults, JvmContentCodings, timeSource)

    override fun client(
        metadata: ServerMetadata,
        config: ClientConfig,
    ): ProtocolClient = ProtocolClient(metadata, config, context(config))

    override suspend fun discover(
        issuer: String,
        config: ClientConfig,
    ): ProtocolClient = ProtocolClient.discover(issuer, config, context(config))

    override suspend fun of(
        provider: Provider,
        config: ClientConfig,
    ): ProtocolClient = ProtocolClient.of(provider, config, context(config))

    /** Fetches the metadata of [target], unless they are known, and returns its client. */
    suspend fun connect(target: IssuerTarget): ProtocolClient =
        target.metadata?.let { client(it, target.client) } ?: discover(target.name.toString(), target.client)

    /** Fetches the metadata of [issuer]. */
    suspend fun metadata(
        issuer: String,
        issuerCheck: IssuerCheck,
        httpClient: HttpClient? = null,
    ): ServerMetadata =
        Discovery(context(httpClient).transport, allowInsecureHttp = false).discover(issuer, issuerCheck)

    /**
     * Returns the services of this machine for a client without a configuration. [httpClient] replaces the client of the
     * library.
     */
    fun context(httpClient: HttpClient?): ClientContext = context(httpClient, REQUEST_TIMEOUT)

    private fun context(config: ClientConfig): ClientContext =
        context(
            config.httpClient,
            config.requestTimeout,
            ConnectionSettings(config.caFile, config.clientCertificate, config.proxy),
        )

    private fun context(
        httpClient: HttpClient?,
        requestTimeout: Duration,
        tls: ConnectionSettings = ConnectionSettings.NONE,
    ): ClientContext =
        ClientContext(
            transport =
                lazy {
                    Transport(
                        httpClient ?: httpClients.of(tls),
                        faults,
                        requestTimeout,
                        timeSource,
                        clock,
                        JvmContentCodings,
                    )
                },
            jose = lazy { NimbusJose.jose },
            random = random,
            clock = clock,
            timeSource = timeSource,
            blocking = Dispatchers.IO,
        )

    companion object {
        init {
            requireFittingVersions()
        }

        private val REQUEST_TIMEOUT = 30.seconds

        /** The clients of this process. */
        val ofProcess: Clients by lazy { Clients() }
    }
}

/** The clients of this process, for what is common to all platforms. */
internal val processClients: ClientFactory get() = Clients.ofProcess
