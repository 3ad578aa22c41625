package io.github.oidcauth.redis.internal

import io.github.oidcauth.StoreException
import io.lettuce.core.RedisCommandExecutionException
import io.lettuce.core.RedisConnectionException
import io.lettuce.core.RedisException
import java.io.IOException
import java.net.ConnectException
import java.net.UnknownHostException
import java.nio.channels.ClosedChannelException
import java.util.concurrent.CancellationException
import javax.net.ssl.SSLException

/** Thrown when Redis did not execute a command. The message is for the user and contains no secret. */
internal class RedisFault(
    message: String,
    val retryAdvice: RetryAdvice,
    /** True if Redis itself reported it. */
    private val isCallback: Boolean = false,
) : Exception(message) {
    /** The time after which a repetition may succeed. */
    enum class RetryAdvice {
        /** Soon, by the same connection or another. */
        SOON,

        /** Soon, but not by this connection: the server at its other end has been replaced. */
        RECONNECT,

        /** After an operator has acted: Redis responds, but accepts no writes now. */
        LATER,

        /** Not before the settings have been changed. */
        NEVER,
    }

    /** True if a second attempt within the same call may succeed. */
    val isRetryable: Boolean get() = retryAdvice == RetryAdvice.SOON || retryAdvice == RetryAdvice.RECONNECT

    /** True if tokens in memory may be used in place of Redis. */
    val isTransient: Boolean get() = retryAdvice != RetryAdvice.NEVER

    // Without the causes: Redis repeats the arguments of commands that it does not know, and a password is one of them.
    fun toStoreException(): StoreException = StoreException(checkNotNull(message))

    companion object {
        private const val MAX_WORDS = 200

        // Before version 7, Redis wraps the error of a command in a script.
        private val CODE = Regex("^(?:ERR Error running script .{0,200}?(?:@user_script: ?\\d+: )+)?-?([A-Z]{2,20})(?= |$)")

        fun of(
            address: RedisAddress,
            fault: Throwable,
        ): RedisFault {
            val causes = generateSequence(fault) { it.cause }.take(10).toList()
            causes.filterIsInstance<RedisFault>().firstOrNull()?.let { return it }
            causes.filterIsInstance<RedisCommandExecutionException>().firstOrNull()?.let { return refused(address, it) }
            causes.filterIsInstance<SSLException>().firstOrNull()?.let {
                return RedisFault("There is no TLS connection to the Redis at $address: ${words(it)}", RetryAdvice.NEVER)
            }
            causes.filterIsInstance<UnknownHostException>().firstOrNull()?.let {
                return RedisFault("The host of the Redis at $address is not known.", RetryAdvice.SOON)
            }
            causes.filterIsInstance<IOException>().firstOrNull { it is ConnectException || it !is ClosedChannelException }?.let {
                return RedisFault("The Redis at $address cannot be reached: ${words(it)} $UNREACHED", RetryAdvice.SOON)
            }
            val isLost = causes.any {
                it is RedisConnectionException || it is ClosedChannelException ||
                    it is CancellationException
            }
            if (isLost || fault is RedisException) {
                return RedisFault("The connection to the Redis at $address was lost.", RetryAdvice.SOON)
            }
            return RedisFault("The Redis at $address cannot be used (${fault.javaClass.simpleName}).", RetryAdvice.NEVER)
        }

        fun timedOut(
            address: RedisAddress,
            seconds: String,
            last: RedisFault?,
        ): RedisFault =
            when {
                last == null -> {
                    RedisFault("The Redis at $address has not responded within $seconds.", RetryAdvice.SOON)
                }

                last.isCallback -> {
                    RedisFault("${last.message} So it was for $seconds.", RetryAdvice.SOON)
                }

                else -> {
                    val why = checkNotNull(last.message).replaceFirst("The Redis at $address ", "It ")
                    RedisFault("The Redis at $address has not responded within $seconds. $why", RetryAdvice.SOON)
                }
            }

        private fun refused(
            address: RedisAddress,
            fault: RedisCommandExecutionException,
        ): RedisFault {
            val code = CODE.find(fault.message.orEmpty())?.groupValues?.get(1) ?: "ERR"
            val (reason, retryAdvice) =
                when (code) {
                    "WRONGPASS" -> "does not accept the user name and password" to RetryAdvice.NEVER
                    "NOAUTH" -> NO_PASSWORD to RetryAdvice.NEVER
                    "NOPERM" -> "does not allow this user all commands and keys that the store needs" to RetryAdvice.NEVER
                    "OOM" -> "has no memory left" to RetryAdvice.LATER
                    "MISCONF" -> "cannot write to its disk, and accepts no changes meanwhile" to RetryAdvice.LATER
                    "NOREPLICAS" -> "has too few replicas, and accepts no changes meanwhile" to RetryAdvice.LATER
                    "READONLY" -> "is a replica, which cannot be written to" to RetryAdvice.RECONNECT
                    "MASTERDOWN" -> "is a replica that has lost its master" to RetryAdvice.RECONNECT
                    "UNBLOCKED" -> "has become a replica" to RetryAdvice.RECONNECT
                    "LOADING" -> "is still loading its data" to RetryAdvice.SOON
                    "BUSY" -> "is busy with another script" to RetryAdvice.SOON
                    "MOVED", "ASK", "TRYAGAIN", "CROSSSLOT", "CLUSTERDOWN" -> CLUSTER to RetryAdvice.NEVER
                    "NOPROTO" -> "is older than version 6" to RetryAdvice.NEVER
                    else -> "responds with the error $code" to RetryAdvice.NEVER
                }
            return RedisFault("The Redis at $address $reason.", retryAdvice, isCallback = true)
        }

        private const val UNREACHED = "Check host and port, and whether Redis runs there."

        private const val NO_PASSWORD =
            "requires a password, and got none. If only the address is set, put it into the variable REDISCLI_AUTH"

        private const val CLUSTER =
            "is a node of a Redis Cluster, which this store cannot use. It needs a Redis that has all keys by itself"

        private fun words(fault: Throwable): String {
            val text = (fault.message ?: fault.javaClass.simpleName).printable()
            return text.take(MAX_WORDS).trimEnd('.') + "."
        }
    }
}
