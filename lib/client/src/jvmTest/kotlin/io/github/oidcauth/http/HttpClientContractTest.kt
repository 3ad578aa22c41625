package io.github.oidcauth.http

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import kotlinx.coroutines.TimeoutCancellationException
import kotlin.time.Duration.Companion.seconds

/** A client that follows the rules passes. */
class PlainHttpClientContractTest : HttpClientContract(create = { PlainContractClient(it) })

/** Holds clients that break a rule against the contract. */
class HttpClientContractTest :
    FunSpec({
        ClientFault.entries.forEach { fault ->
            fault.caughtBy.forEach { name ->
                test("a client with the fault $fault is caught by: $name") {
                    val check = HttpClientContract.checks.single { it.name == name }
                    // What an interrupted read of the JDK's stream throws depends on the JDK.
                    val isBlocking = fault == ClientFault.BUFFERS_RESPONSES
                    shouldThrow<Throwable> {
                        check.verify(if (isBlocking) 2.seconds else 30.seconds) { PlainContractClient(it, fault) }
                    }.let { if (it !is AssertionError && it !is TimeoutCancellationException && !isBlocking) throw it }
                }
            }
        }
    })
