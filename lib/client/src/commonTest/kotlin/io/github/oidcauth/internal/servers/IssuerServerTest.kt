// Tests LoginServer.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.HttpException
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

/** The times at which an issuer's metadata are requested. */
@OptIn(ExperimentalCoroutinesApi::class)
class IssuerServerTest :
    FunSpec({
        class Bench(
            metadata: ServerMetadata? = null,
        ) {
            val time = TestTimeSource()
            var connections = 0
            var failure: Exception? = null
            private val clients = ClientBench { ScriptedResponse.token() }
            private val target = IssuerTarget.of(ClientBench.ISSUER, ClientConfig("my-client"), metadata, RequestOptions.NONE)
            val server =
                IssuerServer(target, emptyMap(), time) {
                    connections++
                    delay(10.seconds)
                    failure?.let { throw it }
                    clients.client().protocol
                }
        }

        test("the metadata of an issuer are good for an hour") {
            runTest {
                val bench = Bench()

                bench.server.prepareRefresh("r", null)
                bench.time += 1.hours - 1.seconds
                bench.server.prepareRefresh("r", null)
                bench.connections shouldBe 1

                bench.time += 1.seconds
                bench.server.prepareRefresh("r", null)
                bench.connections shouldBe 2
            }
        }

        test("metadata that the caller knows are good for ever") {
            runTest {
                val bench = Bench(ClientBench.METADATA)

                bench.server.prepareRefresh("r", null)
                bench.time += 1000.hours
                bench.server.prepareRefresh("r", null)

                bench.connections shouldBe 1
            }
        }

        test("where metadata cannot be had anew, the old ones go on, and are not asked for again at once") {
            runTest {
                val bench = Bench()
                bench.server.prepareRefresh("r", null)
                bench.time += 1.hours
                bench.failure = HttpException("The server is in trouble.", detail = null, statusCode = 503)

                bench.server.hasDeviceGrant() shouldBe true
                bench.time += 59.minutes
                bench.server.hasDeviceGrant() shouldBe true

                bench.connections shouldBe 2
            }
        }

        test("where there never were any, each call asks") {
            runTest {
                val bench = Bench()
                bench.failure = HttpException("The server is in trouble.", detail = null, statusCode = 503)

                repeat(2) { shouldThrow<HttpException> { bench.server.prepareRefresh("r", null) } }

                bench.connections shouldBe 2
            }
        }

        test("when the one who asks for them is cancelled, the next one in line asks") {
            runTest {
                val bench = Bench()
                val first = launch { bench.server.prepareRefresh("r", null) }
                runCurrent()
                val second = launch { bench.server.prepareRefresh("r", null) }
                runCurrent()

                first.cancelAndJoin()
                second.join()
                bench.server.hasDeviceGrant() shouldBe true

                bench.connections shouldBe 2
            }
        }
    })
