// Tested by FailoverTest and OutageTest.
package io.github.oidcauth.redis.internal

import io.lettuce.core.ClientOptions
import io.lettuce.core.RedisClient
import io.lettuce.core.RedisURI
import io.lettuce.core.SocketOptions
import io.lettuce.core.SslOptions
import io.lettuce.core.SslVerifyMode
import io.lettuce.core.api.StatefulRedisConnection
import io.lettuce.core.codec.ByteArrayCodec
import io.lettuce.core.resource.ClientResources
import io.netty.resolver.DefaultAddressResolverGroup
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.future.await
import kotlinx.coroutines.isActive
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.concurrent.withLock as holding

/**
 * One connection to a Redis, made at the first call and again after it was lost. A call ends within [timeout], connecting
 * included, and is sent again within that time if the connection was lost; so a command must have the same effect if it is
 * sent twice.
 *
 * Lettuce's own reconnecting is switched off, because it repeats commands as long as the connection lasts, also those that
 * have already been reported as failed.
 */
internal class RedisConnector(
    val address: RedisAddress,
    private val timeout: Duration,
    private val trust: Path?,
    private val random: Random,
    private val scope: CoroutineScope,
) {
    private class Box<T>(
        val value: T,
    )

    private val resources: Lazy<ClientResources> =
        lazy {
            ClientResources
                .builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                // Names are resolved in the same way as everywhere else on this machine.
                .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                .build()
        }
    private val client: Lazy<RedisClient> =
        lazy {
            // Before anything exists that would have to be closed.
            val options = options()
            RedisClient.create(resources.value).also { it.options = options }
        }
    private val turn = Mutex()
    private val ending = ReentrantLock()
    private var isEnded = false

    @Volatile private var latest: Deferred<StatefulRedisConnection<ByteArray, ByteArray>>? = null

    /** Calls Redis. @throws RedisFault if Redis cannot be reached, or refuses. It may have executed the call all the same. */
    suspend fun <T> call(action: suspend (RedisCommands) -> T): T {
        // Loading classes takes time that does not belong to the network.
        if (!client.isInitialized()) withContext(Dispatchers.IO) { start() }
        var fault: RedisFault? = null
        var used: Deferred<StatefulRedisConnection<ByteArray, ByteArray>>? = null
        val box =
            withTimeoutOrNull(timeout) {
                val backoff = Backoff(random)
                while (true) {
                    try {
                        val connection = connection().also { used = it }.await()
                        return@withTimeoutOrNull Box(action(connection.async()))
                    } catch (e: Exception) {
                        // Lettuce cancels the commands of a lost connection; that is not a cancellation of the caller.
                        currentCoroutineContext().ensureActive()
                        val found = RedisFault.of(address, e)
                        fault = found
                        if (!found.isRetryable || !scope.isActive) throw found
                        if (found.retryAdvice == RedisFault.RetryAdvice.RECONNECT) used?.let { drop(it) }
                        delay(backoff.next())
                    }
                }
                @Suppress("UNREACHABLE_CODE")
                null
            }
        if (box != null) return box.value
        used?.let { drop(it) }
        throw RedisFault.timedOut(address, timeout.toString(), fault)
    }

    /** Starts the client, unless the connector is closed, because then no caller would close the client. */
    private fun start(): RedisClient =
        ending.holding {
            if (isEnded) throw RedisFault("The connection to the Redis at $address is closed.", RedisFault.RetryAdvice.NEVER)
            client.value
        }

    /** Returns the connection, or the attempt to make one, which continues when a caller no longer waits for it. */
    @OptIn(ExperimentalCoroutinesApi::class)
    private suspend fun connection(): Deferred<StatefulRedisConnection<ByteArray, ByteArray>> =
        turn.withLock {
            latest?.takeIf { it.isActive || (it.getCompletionExceptionOrNull() == null && it.getCompleted().isOpen) }
                ?: scope.async { connect() }.also { latest = it }
        }

    private suspend fun connect(): StatefulRedisConnection<ByteArray, ByteArray> =
        client.value.connectAsync(ByteArrayCodec.INSTANCE, uri()).toCompletableFuture().await()

    /** Drops a connection that did not respond in time, because its host may be gone: the next call does not wait for it. */
    @OptIn(ExperimentalCoroutinesApi::class)
    private suspend fun drop(silent: Deferred<StatefulRedisConnection<ByteArray, ByteArray>>) {
        turn.withLock { if (latest === silent && !silent.isActive) latest = null }
        if (silent.isCompleted && silent.getCompletionExceptionOrNull() == null) silent.getCompleted().closeAsync()
    }

    /** Closes the connection, for a second at most, and then its threads. */
    fun close() {
        ending.holding { isEnded = true }
        if (!client.isInitialized()) return
        client.value
            .shutdownAsync(0, 1, TimeUnit.SECONDS)
            .orTimeout(1, TimeUnit.SECONDS)
            .handle { _, _ -> }
            .join()
        resources.value.shutdown(0, 1, TimeUnit.SECONDS)
    }

    private fun uri(): RedisURI {
        val builder = RedisURI.builder()
        if (address.master == null) {
            address.nodes.single().let { builder.withHost(it.host).withPort(it.port) }
        } else {
            builder.withSentinelMasterId(address.master)
            address.nodes.forEach {
                builder.withSentinel(secured(RedisURI.builder().withHost(it.host).withPort(it.port)).build())
            }
        }
        val password = address.password
        val user = address.user
        if (password != null) {
            if (user != null) {
                builder.withAuthentication(user, password.toCharArray())
            } else {
                builder.withPassword(password.toCharArray())
            }
        }
        return secured(builder).withDatabase(address.database).withClientName(CLIENT_NAME).build()
    }

    private fun secured(builder: RedisURI.Builder): RedisURI.Builder =
        builder.withSsl(address.isTls).withVerifyPeer(SslVerifyMode.FULL).withTimeout(timeout.toJavaDuration())

    private fun options(): ClientOptions {
        val ssl = SslOptions.builder().jdkSslProvider().handshakeTimeout(timeout.toJavaDuration())
        if (address.isTls && trust != null) {
            checkAuthorities(trust)
            ssl.trustManager(trust.toFile())
        }
        return ClientOptions
            .builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(timeout.toJavaDuration()).keepAlive(true).build())
            .sslOptions(ssl.build())
            .build()
    }

    /** Checks the file here, because Lettuce would report a fault at each connection and in a log. */
    private fun checkAuthorities(file: Path) {
        val fault =
            try {
                val found = Files.newInputStream(file).use { CertificateFactory.getInstance("X.509").generateCertificates(it) }
                if (found.isEmpty()) "holds no certificates" else return
            } catch (_: IOException) {
                "cannot be read"
            } catch (_: CertificateException) {
                "holds no certificates in PEM"
            }
        throw RedisFault("The file of authorities $file $fault.", RedisFault.RetryAdvice.NEVER)
    }

    private companion object {
        /** The name by which an operator finds the connections of these stores. */
        const val CLIENT_NAME = "oidc-auth"

        /** The minimum number of threads that Lettuce accepts. */
        const val THREADS = 2
    }
}
