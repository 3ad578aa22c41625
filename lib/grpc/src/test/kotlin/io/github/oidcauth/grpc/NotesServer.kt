package io.github.oidcauth.grpc

import io.grpc.ChannelCredentials
import io.grpc.Grpc
import io.grpc.InsecureChannelCredentials
import io.grpc.InsecureServerCredentials
import io.grpc.ManagedChannel
import io.grpc.ManagedChannelBuilder
import io.grpc.TlsChannelCredentials
import io.grpc.TlsServerCredentials
import java.io.Closeable
import java.util.concurrent.TimeUnit

/** [Notes] behind a socket of this machine, with TLS or without, and channels to it. */
internal class NotesServer(
    private val certificate: TestCertificate? = null,
) : Closeable {
    val notes = Notes()
    private val server =
        Grpc.newServerBuilderForPort(
            0,
            certificate?.let { TlsServerCredentials.create(it.certificate, it.key) } ?: InsecureServerCredentials.create(),
        ).addService(notes.service).build().start()
    private val channels = mutableListOf<ManagedChannel>()

    val origin: String = "${if (certificate == null) "http" else "https"}://localhost:${server.port}"

    fun channel(configure: ManagedChannelBuilder<*>.() -> Unit = {}): ManagedChannel {
        val credentials: ChannelCredentials =
            certificate?.let { TlsChannelCredentials.newBuilder().trustManager(it.certificate).build() }
                ?: InsecureChannelCredentials.create()
        return Grpc.newChannelBuilder("localhost:${server.port}", credentials).apply(configure).build().also { channels += it }
    }

    override fun close() {
        for (channel in channels) channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS)
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS)
    }
}
