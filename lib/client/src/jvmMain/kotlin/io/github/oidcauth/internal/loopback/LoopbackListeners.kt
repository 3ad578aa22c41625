package io.github.oidcauth.internal.loopback

import io.github.oidcauth.CallbackUnavailableException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext
import java.io.IOException
import java.net.InetAddress

/**
 * Creates listeners on this machine's loopback interface, or at the address that a redirect names.
 *
 * @param dispatcher may block. A listener occupies one of its threads while it waits, and none before and after.
 * @param reservedPorts holds the ports of logins that ended before the browser was redirected, and releases them to the next
 * login.
 */
internal class LoopbackListeners(
    private val dispatcher: CoroutineDispatcher,
    private val pages: LoginResultPages = DefaultResultPages(),
    private val limits: ConnectionLimits = ConnectionLimits(),
    private val hasIpv6: () -> Boolean = LoopbackPort::machineHasIpv6,
    private val reservedPorts: ReservedPorts = ReservedPorts.ofProcess,
) : CallbackListeners {
    override suspend fun bind(redirect: LoopbackRedirect): CallbackListener {
        var bound: LoopbackPort? = null
        try {
            withContext(dispatcher) { bound = redirect.listen?.let { at(it, redirect) } ?: onLoopback(redirect) }
        } catch (e: CancellationException) {
            // Cancelled after the port was bound, while the result was returned to the caller.
            bound?.close()
            throw e
        }
        return LoopbackListener(checkNotNull(bound), redirect, dispatcher, pages, limits, reservedPorts)
    }

    private fun onLoopback(redirect: LoopbackRedirect): LoopbackPort {
        val place = LoopbackPort.Place.loopback(families(redirect.host))
        return redirect.ports.firstFree({ explain(it) }) { take(it, place) }
    }

    /** Listens on [address]. A container forwards to it, so that the ports may differ. */
    private fun at(
        address: ListenAddress,
        redirect: LoopbackRedirect,
    ): LoopbackPort {
        val addresses = setOf(InetAddress.getByName(address.host))
        return redirect.ports.firstFree({ explainAt(address, it) }) { port ->
            take(address.port ?: port, LoopbackPort.Place(addresses, port.takeIf { it != 0 && address.port != null }))
        }
    }

    private fun take(
        port: Int,
        place: LoopbackPort.Place,
    ): LoopbackPort = reservedPorts.take(port, place) ?: LoopbackPort.take(port, place)

    /** Returns the address families in which a browser may look up [host]. */
    private fun families(host: String): Set<LoopbackPort.Family> =
        when (host) {
            LoopbackRedirect.IPV4 -> {
                setOf(LoopbackPort.Family.IPV4)
            }

            LoopbackRedirect.IPV6 -> {
                if (!hasIpv6()) throw CallbackUnavailableException(NO_IPV6)
                setOf(LoopbackPort.Family.IPV6)
            }

            else -> {
                if (hasIpv6()) LoopbackPort.Family.entries.toSet() else setOf(LoopbackPort.Family.IPV4)
            }
        }

    private fun List<Int>.firstFree(
        explain: (List<Int>) -> String,
        take: (Int) -> LoopbackPort,
    ): LoopbackPort {
        var cause: Exception? = null
        for (port in this) {
            try {
                return take(port)
            } catch (e: IOException) {
                cause = e
            } catch (e: UnsupportedOperationException) {
                // A JVM without IPv6, which was to listen on such an address.
                cause = e
            }
        }
        throw CallbackUnavailableException(explain(this), cause)
    }

    private fun explainAt(
        address: ListenAddress,
        ports: List<Int>,
    ): String {
        val places = if (address.port != null) "$address" else "$address, port ${list(ports.map { "$it" })}"
        return "The redirect of the browser cannot be received at $places: the port is in use or not allowed, or the address " +
            "is none of this machine. Listen on 0.0.0.0 for all of them, and choose another port."
    }

    private fun explain(ports: List<Int>): String {
        val advice = "Close the program that holds the port, or choose other redirect ports; 0 takes any that is free."
        val named = ports.distinct().map { if (it == 0) "0 (any free one)" else it.toString() }
        return when (named.size) {
            1 -> "Port ${named.single()} of this machine cannot be used for the redirect of the browser: " +
                "it is in use, or not allowed. $advice"

            else -> "None of the ports ${list(named)} of this machine can be used for the redirect of the browser: " +
                "they are in use, or not allowed. $advice"
        }
    }

    private fun list(ports: List<String>): String {
        val shown = ports.take(MAX_NAMED).joinToString(", ")
        return if (ports.size <= MAX_NAMED) shown else "$shown and ${ports.size - MAX_NAMED} more"
    }

    private companion object {
        const val MAX_NAMED = 12
        const val NO_IPV6 = "This machine has no IPv6, so no browser can be redirected to [::1]. Choose another redirect host."
    }
}
