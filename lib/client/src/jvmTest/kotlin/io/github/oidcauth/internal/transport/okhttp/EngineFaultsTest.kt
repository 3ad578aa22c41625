// Tests OkHttpCallEngine and TransportFaults.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.ktor.http.URLDecodeException
import io.ktor.http.Url
import java.io.IOException
import java.net.MalformedURLException
import java.net.PortUnreachableException
import java.net.SocketException
import java.nio.channels.ClosedChannelException
import java.util.concurrent.CancellationException
import javax.net.ssl.SSLException

/** Faults that engines throw in their own ways, and the choice between two faults in one chain. */
class EngineFaultsTest :
    FunSpec({
        fun handshake(cause: Throwable) = SSLException("Handshake failed", cause)

        listOf(
            PortUnreachableException() to Fault.CONNECTION_REFUSED,
            IOException("Tunnel failed, got: 407") to Fault.CONNECTION_REFUSED,
            CancellationException("Request was cancelled") to Fault.CONNECTION_REFUSED,
            IOException("Failed to authenticate with proxy") to Fault.CONNECTION_REFUSED,
            IOException("Unexpected response code for CONNECT: 403") to Fault.CONNECTION_REFUSED,
            MalformedURLException() to Fault.UNKNOWN_HOST,
            CancellationException("The engine gave up") to Fault.CONNECTION_LOST,
            NumberFormatException("For input string: x") to Fault.CONNECTION_LOST,
            URLDecodeException("%zz") to Fault.UNKNOWN_HOST,
            handshake(SocketException("Broken pipe")) to Fault.CONNECTION_LOST,
            handshake(ClosedChannelException()) to Fault.CONNECTION_LOST,
            handshake(IOException("Unexpected message")) to Fault.TLS,
        ).forEach { (cause, fault) ->
            test("${cause.javaClass.simpleName} '${cause.message}' caused by ${cause.cause?.javaClass?.simpleName} is $fault") {
                JvmFaultFinder.find(cause) shouldBe fault
            }
        }

        test("an address that Ktor cannot read is an unknown host") {
            val refused = listOf("http://host:99999999999/", "http://[::1").firstNotNullOf { url ->
                try {
                    Url(url)
                    null
                } catch (e: IllegalStateException) {
                    e
                }
            }
            JvmFaultFinder.find(refused) shouldBe Fault.UNKNOWN_HOST
        }

        test("the twentieth cause is looked at, the one behind it no more") {
            fun below(depth: Int): Throwable =
                (1 until depth).fold<Int, Throwable>(IOException("reset")) { cause, _ -> IllegalStateException("wrapped", cause) }
            JvmFaultFinder.find(below(20)) shouldBe Fault.CONNECTION_LOST
            JvmFaultFinder.find(below(21)).shouldBeNull()
        }
    })
