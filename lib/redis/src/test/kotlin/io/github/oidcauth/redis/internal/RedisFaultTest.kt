package io.github.oidcauth.redis.internal

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.lettuce.core.RedisCommandExecutionException
import io.lettuce.core.RedisConnectionException
import io.lettuce.core.RedisException
import java.net.ConnectException
import java.net.UnknownHostException
import java.nio.channels.ClosedChannelException
import java.util.concurrent.CancellationException
import javax.net.ssl.SSLHandshakeException

class RedisFaultTest : FunSpec({
    val address = RedisAddress.parse("redis://u:hunter2@h")

    test("what Redis answers is told by its code alone, as it repeats the arguments of commands it does not know") {
        val answer = "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'u' 'hunter2'"
        val fault = RedisFault.of(address, RedisConnectionException("no", RedisCommandExecutionException(answer)))
        fault.message shouldBe "The Redis at redis://u@h:6379/0 answers with the error ERR."
        fault.cause.shouldBeNull()
        fault.toStoreException().cause.shouldBeNull()
    }

    test("an answer that begins with no code is told without it") {
        RedisFault.of(address, RedisCommandExecutionException("hunter2 HUNTER2")).message shouldNotContain Regex("(?i)hunter2")
    }

    listOf(
        Triple(RedisCommandExecutionException("WRONGPASS invalid"), "does not accept the user name and password", false),
        Triple(RedisCommandExecutionException("NOPERM this user"), "does not allow this user", false),
        Triple(RedisCommandExecutionException("OOM command not allowed"), "has no memory left", false),
        Triple(RedisCommandExecutionException("READONLY You can't"), "is a replica", false),
        Triple(RedisCommandExecutionException("LOADING Redis is"), "still loading", true),
        Triple(RedisConnectionException("no", SSLHandshakeException("PKIX path")), "no TLS connection", false),
        Triple(RedisConnectionException("no", UnknownHostException("h")), "host of the Redis", true),
        Triple(RedisConnectionException("no", ConnectException("refused: h/127.0.0.1:1")), "cannot be reached: refused", true),
        Triple(RedisException("closed", ClosedChannelException()), "was lost", true),
        Triple(CancellationException("closed"), "was lost", true),
        Triple(IllegalStateException("hunter2"), "(IllegalStateException)", false),
    ).forEach { (fault, words, isPassing) ->
        test("${fault.javaClass.simpleName} ${fault.cause?.javaClass?.simpleName ?: fault.message}: $words") {
            val found = RedisFault.of(address, fault)
            found.message shouldContain words
            found.message shouldNotContain "hunter2"
            withClue("is passing") { found.isPassing shouldBe isPassing }
        }
    }

    test("control characters in the words of others do not reach a terminal") {
        RedisFault.of(address, ConnectException("a\u001b[2Jb\n")).message shouldNotContain "\u001b"
    }

    test("causes that go round in circles end") {
        val first = RedisException("first")
        val second = RedisException("second", first)
        first.initCauseOf(second)
        RedisFault.of(address, second).message shouldContain "was lost"
    }
})

private fun Throwable.initCauseOf(cause: Throwable) {
    try {
        initCause(cause)
    } catch (_: IllegalStateException) {
        // It has been decided.
    }
}
