// Tests LoopbackPort.
package io.github.oidcauth.internal.loopback

import com.sun.management.UnixOperatingSystemMXBean
import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.orSkip
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.supervisorScope
import java.lang.management.ManagementFactory
import java.net.ServerSocket

/** Errors about ports that are taken, and resources left behind after trying them. */
class TakenPortsTest :
    FunSpec({
        val listeners = LoopbackListeners(Dispatchers.IO)

        fun occupied() = ServerSocket(0, 1, Visitor.IPV4)

        fun freePort() = occupied().use { it.localPort }

        suspend fun refusalOf(count: Int): Pair<List<Int>, String> {
            val taken = List(count) { occupied() }
            try {
                val ports = taken.map { it.localPort }
                return ports to shouldThrow<CallbackUnavailableException> { listeners.bind(ports) }.message
            } finally {
                taken.forEach { it.close() }
            }
        }

        test("twelve ports are all named, of thirteen the last is counted") {
            val (twelve, all) = refusalOf(12)
            all shouldContain twelve.joinToString(", ") + " of this machine"
            val (thirteen, some) = refusalOf(13)
            some shouldContain thirteen.take(12).joinToString(", ") + " and 1 more of this machine"
            some shouldNotContain ", ${thirteen.last()}"
        }

        val system = ManagementFactory.getOperatingSystemMXBean() as? UnixOperatingSystemMXBean

        test("a port that is taken costs no file descriptor").config(enabledOrReasonIf = {
            (system != null).orSkip("Not on this machine: a POSIX system.")
        }) {
            fun open() = checkNotNull(system).openFileDescriptorCount
            occupied().use { taken ->
                val before = open()
                repeat(100) { shouldThrow<CallbackUnavailableException> { listeners.bind(listOf(taken.localPort)) } }
                open() - before shouldBeLessThan 50
            }
        }

        test("a caller that is cancelled while the port is being taken does not keep it") {
            val port = freePort()
            supervisorScope {
                val binding =
                    async {
                        val scope = this
                        val cancelling =
                            LoopbackListeners(
                                Dispatchers.IO,
                                hasIpv6 = {
                                    scope.cancel()
                                    false
                                },
                            )
                        cancelling.bind(listOf(port))
                    }
                shouldThrow<CancellationException> { binding.await() }
            }
            ServerSocket(port, 1, Visitor.IPV4).use { it.localPort shouldBe port }
        }
    })
