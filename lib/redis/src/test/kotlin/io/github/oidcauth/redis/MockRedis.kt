package io.github.oidcauth.redis

import com.github.fppt.jedismock.RedisServer
import com.github.fppt.jedismock.operations.server.MockExecutor
import com.github.fppt.jedismock.server.ServiceOptions
import java.net.InetAddress
import java.util.concurrent.atomic.AtomicInteger

/** What answers as Redis does, in this JVM: it runs the scripts by a Lua of its own. It knows no users and no TLS, and keeps nothing. */
internal class MockRedis : TestRedis {
    private val count = AtomicInteger()
    private val server =
        RedisServer.newRedisServer(0, InetAddress.getLoopbackAddress()).setOptions(
            ServiceOptions.withInterceptor { state, name, parameters ->
                count.incrementAndGet()
                MockExecutor.proceed(state, name, parameters)
            },
        ).start()

    override val port: Int get() = server.bindPort
    override val commands: Int get() = count.get()

    override fun close(): Unit = server.stop()
}
