// Tests ServerProbe and ConnectionSteps.
package io.github.oidcauth.cli.doctor

import io.github.oidcauth.TransportException
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.net.InetAddress
import java.net.ServerSocket
import kotlin.time.Duration.Companion.milliseconds

internal class ServerProbeTest : FunSpec({
    test("a server that accepts and says nothing is a step that failed by its time") {
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { silent ->
            val result = ServerProbe({ null }, null, timeout = 200.milliseconds).get("http://127.0.0.1:${silent.localPort}/")
            result.failure.shouldNotBeNull().shouldBeInstanceOf<TransportException>().fault shouldBe
                TransportException.Fault.TIMEOUT
            result.steps.current shouldBe ConnectionSteps.Kind.HTTP
            result.steps.steps.map { it.kind }.shouldContainExactly(ConnectionSteps.Kind.TCP)
            result.reply shouldBe null
        }
    }

    test("a handshake that gets no response fails as TLS") {
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { silent ->
            val result = ServerProbe({ null }, null, timeout = 300.milliseconds).get("https://127.0.0.1:${silent.localPort}/")
            result.steps.current shouldBe ConnectionSteps.Kind.TLS
            result.failure.shouldNotBeNull().message shouldContain "did not respond within"
        }
    }

    test("a proxy that cannot be used is the failure") {
        val result = ServerProbe(mapOf("HTTPS_PROXY" to "gopher://a:s3cret@b")::get, null).get("https://a.invalid/")
        result.failure.shouldNotBeNull().message shouldContain "The variable HTTPS_PROXY names a gopher proxy"
    }
})
