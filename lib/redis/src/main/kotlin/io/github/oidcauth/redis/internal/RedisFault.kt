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

/** Redis did not do what it was asked to. The message is fit for a person, and holds no secret. */
internal class RedisFault(
    message: String,
    /** Whether Redis was not there, or not ready: the next moment may be better. */
    val isPassing: Boolean,
) : Exception(message) {
    // Without the causes: Redis repeats the arguments of commands that it does not know, and a password is one of them.
    fun toStoreException(): StoreException = StoreException(checkNotNull(message))

    companion object {
        private const val MAX_WORDS = 200
        private val CODE = Regex("^[A-Z]{2,20}(?= |$)")
        private val PASSING = setOf("LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN")

        fun of(
            address: RedisAddress,
            fault: Throwable,
        ): RedisFault {
            val causes = generateSequence(fault) { it.cause }.take(10).toList()
            causes.filterIsInstance<RedisCommandExecutionException>().firstOrNull()?.let { return refused(address, it) }
            causes.filterIsInstance<SSLException>().firstOrNull()?.let {
                return RedisFault("There is no TLS connection to the Redis at $address: ${words(it)}", isPassing = false)
            }
            causes.filterIsInstance<UnknownHostException>().firstOrNull()?.let {
                return RedisFault("The host of the Redis at $address is not known.", isPassing = true)
            }
            causes.filterIsInstance<IOException>().firstOrNull { it is ConnectException || it !is ClosedChannelException }?.let {
                return RedisFault("The Redis at $address cannot be reached: ${words(it)}", isPassing = true)
            }
            val isLost = causes.any {
                it is RedisConnectionException || it is ClosedChannelException ||
                    it is CancellationException
            }
            if (isLost || fault is RedisException) {
                return RedisFault("The connection to the Redis at $address was lost.", isPassing = true)
            }
            return RedisFault("The Redis at $address cannot be used (${fault.javaClass.simpleName}).", isPassing = false)
        }

        fun timedOut(
            address: RedisAddress,
            seconds: String,
            last: RedisFault?,
        ): RedisFault =
            RedisFault(
                "The Redis at $address has not answered within $seconds." + last?.let {
                    " ${it.message}"
                }.orEmpty(),
                isPassing = true,
            )

        private fun refused(
            address: RedisAddress,
            fault: RedisCommandExecutionException,
        ): RedisFault {
            val code = CODE.find(fault.message.orEmpty())?.value ?: "ERR"
            val reason =
                when (code) {
                    "WRONGPASS", "NOAUTH" -> "does not accept the user name and password"
                    "NOPERM" -> "does not allow this user all commands and keys that the store needs"
                    "OOM" -> "has no memory left"
                    "READONLY" -> "is a replica, which cannot be written to"
                    "MISCONF" -> "cannot write to its disk, and takes no changes meanwhile"
                    "LOADING" -> "is still loading its data"
                    else -> "answers with the error $code"
                }
            return RedisFault("The Redis at $address $reason.", isPassing = code in PASSING)
        }

        private fun words(fault: Throwable): String {
            val text = (fault.message ?: fault.javaClass.simpleName).map { if (it.isISOControl()) ' ' else it }.joinToString("")
            return text.take(MAX_WORDS).trimEnd('.') + "."
        }
    }
}
