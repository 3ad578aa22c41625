package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.RedactedEngineException
import java.net.InetSocketAddress
import java.net.Proxy

/** The exceptions for failures of a [proxy] between the client and [target]: what happened, and which setting to check. */
internal class ProxyErrors(
    private val proxy: Proxy,
    private val target: String,
) {
    private val source = (proxy as? ProxyAddress)?.source ?: ProxySource.Program
    private val name =
        (proxy.address() as? InetSocketAddress)?.let { ProxyAddress.hostAndPort(it.hostString, it.port) } ?: "$proxy"

    /**
     * Returns the exception for status 407 (RFC 9110 §15.5.8) with the authentication [schemes] that the proxy offers. [refused]
     * is the source of the credentials that were sent, or null when none were sent.
     */
    fun authentication(
        schemes: List<String>,
        refused: ProxySource?,
    ): TransportException {
        val offered = schemes.filter(SCHEME::matches).distinct()
        val isBasicOffered = offered.isEmpty() || offered.any { it.equals("Basic", ignoreCase = true) }
        val message =
            when {
                !isBasicOffered -> {
                    "The proxy $name requires a login with ${offered.joinToString(" or ")} (status 407), and only Basic is " +
                        "supported. Run a local proxy that can do that, such as px or Cntlm, and name it in ${source.name}."
                }

                refused != null -> {
                    "The proxy $name refused the user name and password (status 407). ${correction(refused)}"
                }

                else -> {
                    "The proxy $name requires a user name and password (status 407). ${credentialsPlace()}"
                }
            }
        return TransportException(Fault.CONNECTION_REFUSED, message)
    }

    /** Returns the exception for a tunnel that the proxy refused with [status], which is not 407 (RFC 9110 §9.3.6). */
    fun tunnel(
        status: Int,
        cause: Throwable,
    ): TransportException {
        val advice =
            if (status >= SERVER_ERRORS) {
                "Check that address, or ask the operator of the proxy."
            } else {
                "Ask its operator to allow that address. If it is reached without a proxy, ${source.exemption}."
            }
        val message = "The proxy $name refused a connection to $target with status $status. $advice"
        return TransportException(Fault.CONNECTION_REFUSED, message, RedactedEngineException(cause))
    }

    /** Returns the exception for a SOCKS proxy that did not connect. [reason] is the JDK's message. */
    fun socks(
        reason: String,
        cause: Throwable,
    ): TransportException {
        val isLogin = SOCKS_LOGIN.any { it in reason }
        val message =
            if (isLogin) {
                "The SOCKS proxy $name requires a user name and password, which is not supported for SOCKS. " +
                    "Name an HTTP proxy in ${source.name}."
            } else {
                "The SOCKS proxy $name did not connect to $target ($reason). " +
                    "Check that address, or ask the operator of the proxy."
            }
        return TransportException(Fault.CONNECTION_REFUSED, message, RedactedEngineException(cause))
    }

    /** Returns the exception for a proxy that could not be reached or understood because of [fault]. */
    fun unusable(
        fault: Fault,
        cause: Throwable?,
    ): TransportException {
        val place = "Check its address in ${source.name}"
        val kind = if (proxy.type() == Proxy.Type.SOCKS) "a SOCKS 5 proxy" else "an HTTP proxy"
        val message =
            when (fault) {
                Fault.UNKNOWN_HOST -> {
                    "The host name of the proxy $name could not be found. $place, and your network."
                }

                Fault.TIMEOUT -> {
                    "The proxy $name did not respond in time when asked for $target. $place, and your network."
                }

                Fault.CONNECTION_LOST, Fault.TLS -> {
                    "The proxy $name closed the connection to $target, or sent a response that cannot be read. " +
                        "$place: it must be $kind."
                }

                Fault.CONNECTION_REFUSED -> {
                    "The proxy $name for $target cannot be reached. $place. If $target needs none, " +
                        "${source.exemption}."
                }
            }
        return TransportException(fault, message, cause?.let(::RedactedEngineException))
    }

    private fun credentialsPlace(): String =
        when (source) {
            is ProxySource.Variable -> "Set ${source.name} to http://USER:PASSWORD@$name, special characters percent-encoded."
            is ProxySource.Properties -> "Set -D${source.scheme}.proxyUser and -D${source.scheme}.proxyPassword."
            is ProxySource.Setting -> "Set ${source.name} to http://USER:PASSWORD@$name, special characters percent-encoded."
            is ProxySource.Program -> "Let the program set a java.net.Authenticator that knows them."
        }

    private fun correction(source: ProxySource): String =
        when (source) {
            is ProxySource.Variable -> "Correct them in ${source.name}, special characters percent-encoded (%40 stands for @)."
            is ProxySource.Properties -> "Correct -D${source.scheme}.proxyUser and -D${source.scheme}.proxyPassword."
            is ProxySource.Setting -> "Correct them in ${source.name}, special characters percent-encoded (%40 stands for @)."
            is ProxySource.Program -> "Correct what the program's java.net.Authenticator returns."
        }

    private companion object {
        const val SERVER_ERRORS = 500
        val SOCKS_LOGIN = listOf("No acceptable methods", "authentication failed")

        /** Other schemes are text of the proxy, and are not repeated. */
        val SCHEME = Regex("[A-Za-z][A-Za-z0-9-]{0,30}")
    }
}
