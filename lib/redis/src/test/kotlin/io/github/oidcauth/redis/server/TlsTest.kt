package io.github.oidcauth.redis.server

import io.github.oidcauth.redis.Certificates
import io.github.oidcauth.redis.TestRedis
import io.github.oidcauth.redis.rules.TlsRules
import java.net.InetAddress
import java.net.ServerSocket

/** The TLS of `redis-server` itself. */
internal class TlsTest : TlsRules(::TlsRedis) {
    init {
        requiresRedisServer()
    }
}

/** Without TLS it is asked for the number of its commands alone. */
private class TlsRedis(
    certificates: Certificates,
) : TestRedis {
    override val port: Int = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
    private val server =
        RedisServer { plain ->
            val folder = certificates.folder
            listOf("--port", "$plain", "--tls-port", "$port", "--tls-auth-clients", "no") +
                listOf("--tls-cert-file", "$folder/server.pem", "--tls-key-file", "$folder/server-key.pem") +
                listOf("--tls-ca-cert-file", "$folder/ca.pem")
        }
    private var own = 0

    /** Without those that ask for it. */
    override val commands: Int get() = server.commands - own++

    override fun close(): Unit = server.close()
}
