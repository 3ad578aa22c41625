package io.github.oidcauth.interop.process

import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** A server in a process of its own, which ends with its stdin and therefore never outlives the tests. */
internal class ServerProcess private constructor(
    val address: String,
    private val process: Process,
) : AutoCloseable {
    override fun close() {
        process.outputStream.close()
        if (!process.waitFor(TIMEOUT.inWholeSeconds, TimeUnit.SECONDS)) process.killWithChildren()
    }

    companion object {
        private val TIMEOUT = 30.seconds
        private const val READY = "READY "

        /**
         * Starts [command], whose stdout says `READY <address>` once it responds. The rest goes to `target/logs/<name>.log`.
         * Not to be ready within [timeout] is a failure.
         */
        fun start(
            name: String,
            command: List<String>,
            environment: Map<String, String>,
            timeout: Duration = TIMEOUT,
        ): ServerProcess {
            val log = Folders.logs.resolve("$name.log")
            val builder = ProcessBuilder(command).redirectError(log.toFile())
            builder.environment().keys.removeAll { it.endsWith("_proxy", ignoreCase = true) }
            builder.environment().putAll(environment)
            val process = builder.start()
            val address = CompletableFuture<String>()
            thread(isDaemon = true, name = "stdout of $name") {
                process.inputReader().forEachLine { if (it.startsWith(READY)) address.complete(it.removePrefix(READY)) }
                address.completeExceptionally(IllegalStateException("$name ended before it was ready; see $log."))
            }
            return try {
                ServerProcess(address.get(timeout.inWholeSeconds, TimeUnit.SECONDS), process)
            } catch (e: TimeoutException) {
                process.killWithChildren()
                throw IllegalStateException("$name was not ready within $timeout; see $log.", e)
            } catch (e: ExecutionException) {
                throw IllegalStateException(e.cause?.message, e)
            }
        }

        private fun Process.killWithChildren() {
            val children = descendants().toList()
            destroyForcibly().waitFor()
            children.forEach(ProcessHandle::destroyForcibly)
        }
    }
}
