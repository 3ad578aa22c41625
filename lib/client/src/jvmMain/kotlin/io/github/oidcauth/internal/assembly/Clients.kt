package io.github.oidcauth.internal.assembly

import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.crypto.SecureRandomSource
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.metadata.Discovery
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.FaultFinder
import io.github.oidcauth.internal.transport.JvmContentCodings
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.TlsSettings
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.providers.Provider
import io.ktor.client.HttpClient
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** Creates clients with the services of this machine. */
internal class Clients(
    environment: Environment = ProcessEnvironment,
    private val clock: Clock = Clock.System,
    private val timeSource: TimeSource = TimeSource.Monotonic,
    private val random: RandomSource = SecureRandomSource,
    private val faults: FaultFinder = JvmFaultFinder,
    private val httpClients: HttpClients = HttpClients.of(environment),
) {
    fun client(
        metadata: ServerMetadata,
        config: ClientConfig,
    ): OAuth2Client = OAuth2Client(metadata, config, clientContext(config))

    suspend fun discover(
        issuer: String,
        config: ClientConfig,
    ): OAuth2Client {
        val clientContext = clientContext(config)
        val metadata = Discovery(clientContext.transport, config.insecureHttpAllowed).discover(issuer, config.issuerCheck)
        return OAuth2Client(metadata, config, clientContext)
    }

    suspend fun of(
        provider: Provider,
        config: ClientConfig,
    ): OAuth2Client = provider.client(config, clientContext(config))

    /** Returns the client of [target], discovered unless its metadata are known. */
    suspend fun connect(target: IssuerTarget): OAuth2Client =
        target.metadata?.let { client(it, target.client) } ?: discover(target.name.toString(), target.client)

    suspend fun metadata(
        issuer: String,
        issuerCheck: IssuerCheck,
        httpClient: HttpClient? = null,
    ): ServerMetadata =
        Discovery(clientContext(httpClient, REQUEST_TIMEOUT).transport, allowInsecureHttp = false).discover(issuer, issuerCheck)

    fun registrar(
        metadata: ServerMetadata,
        httpClient: HttpClient? = null,
    ): ClientRegistrar = ClientRegistrar(metadata, clientContext(httpClient, REQUEST_TIMEOUT), allowInsecureHttp = false)

    private fun clientContext(config: ClientConfig): ClientContext =
        clientContext(config.httpClient, config.requestTimeout, TlsSettings(config.caFile, config.clientCertificate))

    private fun clientContext(
        httpClient: HttpClient?,
        requestTimeout: Duration,
        tls: TlsSettings = TlsSettings.NONE,
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
