package io.github.oidcauth.redis.internal

import io.github.oidcauth.redis.internal.RedisFault.RetryAdvice
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

    test("a response of Redis is reported by its code alone, as it may repeat the arguments of commands") {
        val response = "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'u' 'hunter2'"
        val fault = RedisFault.of(address, RedisConnectionException("no", RedisCommandExecutionException(response)))
        fault.message shouldBe "The Redis at redis://u@h:6379/0 responds with the error ERR."
        fault.cause.shouldBeNull()
        fault.toStoreException().cause.shouldBeNull()
    }

    test("a response that begins with no code is told without it") {
        RedisFault.of(address, RedisCommandExecutionException("hunter2 HUNTER2")).message shouldNotContain Regex("(?i)hunter2")
    }

    listOf(
        Triple(
            RedisCommandExecutionException("WRONGPASS invalid"),
            "does not accept the user name and password",
            RetryAdvice.NEVER,
        ),
        Triple(RedisCommandExecutionException("NOAUTH HELLO"), "requires a password, and got none", RetryAdvice.NEVER),
        Triple(RedisCommandExecutionException("NOPERM this user"), "does not allow this user", RetryAdvice.NEVER),
        Triple(RedisCommandExecutionException("OOM command not allowed"), "has no memory left", RetryAdvice.LATER),
        Triple(RedisCommandExecutionException("MISCONF Redis is"), "cannot write to its disk", RetryAdvice.LATER),
        Triple(RedisCommandExecutionException("NOREPLICAS Not enough"), "too few replicas", RetryAdvice.LATER),
        Triple(RedisCommandExecutionException("READONLY You can't"), "is a replica", RetryAdvice.RECONNECT),
        Triple(RedisCommandExecutionException("LOADING Redis is"), "still loading", RetryAdvice.SOON),
        Triple(RedisCommandExecutionException("BUSY Redis is"), "another script", RetryAdvice.SOON),
        Triple(RedisCommandExecutionException("MOVED 3999 127.0.0.1:6381"), "is a node of a Redis Cluster", RetryAdvice.NEVER),
        Triple(RedisCommandExecutionException("CROSSSLOT Keys in"), "is a node of a Redis Cluster", RetryAdvice.NEVER),
        Triple(RedisCommandExecutionException("CLUSTERDOWN The cluster"), "is a node of a Redis Cluster", RetryAdvice.NEVER),
        Triple(RedisCommandExecutionException("WHATEVER hunter2"), "responds with the error WHATEVER.", RetryAdvice.NEVER),
        Triple(RedisConnectionException("no", SSLHandshakeException("PKIX path")), "no TLS connection", RetryAdvice.NEVER),
        Triple(RedisConnectionException("no", UnknownHostException("h")), "host of the Redis", RetryAdvice.SOON),
        Triple(
            RedisConnectionException("no", ConnectException("refused: h/127.0.0.1:1")),
            "cannot be reached: refused",
            RetryAdvice.SOON,
        ),
        Triple(RedisException("closed", ClosedChannelException()), "was lost", RetryAdvice.SOON),
        Triple(CancellationException("closed"), "was lost", RetryAdvice.SOON),
        Triple(IllegalStateException("hunter2"), "(IllegalStateException)", RetryAdvice.NEVER),
    ).forEach { (fault, words, retryAdvice) ->
        test("${fault.javaClass.simpleName} ${fault.cause?.javaClass?.simpleName ?: fault.message}: $words") {
            val found = RedisFault.of(address, fault)
            found.message shouldContain words
            found.message shouldNotContain "hunter2"
            found.retryAdvice shouldBe retryAdvice
        }
    }

    test("an error in a script is reported as by Redis itself, also if Redis wraps it, as version 6 does") {
        val wrapped = "ERR Error running script (call to f_0123456789abcdef): @user_script:14: @user_script: 14: -OOM command"
        RedisFault.of(address, RedisCommandExecutionException(wrapped)).retryAdvice shouldBe RetryAdvice.LATER
        val plain = "WRONGTYPE Operation against a key holding the wrong kind of value script: 0123, on @user_script:9."
        RedisFault.of(address, RedisCommandExecutionException(plain)).message shouldContain "the error WRONGTYPE."
    }

    test("after several attempts the last response is reported, and silence if there was none") {
        val replica = RedisFault.of(address, RedisCommandExecutionException("READONLY You can't"))
        RedisFault.timedOut(address, "5s", replica).message shouldBe
            "The Redis at redis://u@h:6379/0 is a replica, which cannot be written to. So it was for 5s."
        RedisFault.timedOut(address, "5s", null).message shouldBe "The Redis at redis://u@h:6379/0 has not responded within 5s."
        RedisFault.timedOut(address, "5s", RedisFault.of(address, ConnectException("refused: h/127.0.0.1:1"))).message shouldBe
            "The Redis at redis://u@h:6379/0 has not responded within 5s. It cannot be reached: refused: h/127.0.0.1:1. " +
            "Check host and port, and whether Redis runs there."
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
