package io.github.oidcauth.redis

import com.github.fppt.jedismock.RedisServer
import com.github.fppt.jedismock.datastructures.Slice
import com.github.fppt.jedismock.operations.server.MockExecutor
import com.github.fppt.jedismock.server.Response
import com.github.fppt.jedismock.server.ServiceOptions
import java.net.InetAddress
import java.util.concurrent.atomic.AtomicInteger

/**
 * A server that responds as Redis does, in this JVM: it runs the scripts by its own Lua. It has no users and no TLS, and
 * stores nothing.
 */
internal class MockRedis : TestRedis {
    private val count = AtomicInteger()
    private val server =
        RedisServer.newRedisServer(0, InetAddress.getLoopbackAddress()).setOptions(
            ServiceOptions.withInterceptor { state, name, parameters ->
                count.incrementAndGet()
                when {
                    name.lowercase() == "sentinel" -> master(parameters)
                    isReplica && name.lowercase() in WRITES -> REFUSAL
                    else -> MockExecutor.proceed(state, name, parameters)
                }
            },
        ).start()

    /** True after a failover has demoted it: it responds, and takes no changes. */
    @Volatile var isReplica: Boolean = false

    /** The Redis called `tokens`, when this plays a sentinel. */
    @Volatile var master: MockRedis? = null

    override val port: Int get() = server.bindPort
    override val commands: Int get() = count.get()

    private fun master(parameters: List<Slice>): Slice {
        val port = master?.takeIf { parameters.last().toString() == "tokens" }?.port ?: return Response.NULL_ARRAY
        return Response.array(listOf("127.0.0.1", "$port").map { Response.bulkString(Slice.create(it)) })
    }

    override fun close(): Unit = server.stop()

    private companion object {
        /** Those of ours that change something, or may. */
        val WRITES = setOf("eval")
        val REFUSAL: Slice = Response.error("READONLY You can't write against a read only replica.")
    }
}
