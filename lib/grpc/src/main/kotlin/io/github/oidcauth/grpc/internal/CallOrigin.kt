package io.github.oidcauth.grpc.internal

import io.grpc.CallCredentials.RequestInfo
import io.grpc.Grpc
import io.grpc.SecurityLevel
import java.net.InetSocketAddress

/** The place that a call of gRPC goes to, as a URL and as a reason why no token may be sent there. Pure. */
internal class CallOrigin(
    private val info: RequestInfo,
) {
    private val isEncrypted = info.securityLevel == SecurityLevel.PRIVACY_AND_INTEGRITY
    private val origin = "${if (isEncrypted) "https" else "http"}://${info.authority}"

    /** The URL of the HTTP/2 request that gRPC sends. */
    val url: String = "$origin/${info.methodDescriptor.fullMethodName}"

    /**
     * True if the authority says that the server is on this machine, but its address says otherwise. The authority may be set by the
     * program and is not proven without TLS.
     */
    val isDisguised: Boolean
        get() {
            val host = info.authority.removePrefix("[").substringBefore(']').substringBefore(':')
            val isLocal = host == "localhost" || host.startsWith("127.") || info.authority.startsWith("[::1]")
            return !isEncrypted && isLocal && !isAddressLocal()
        }

    /** Printable reason why no token is sent, with what to do. */
    val refusal: String
        get() =
            "No token is sent to ${origin.filter { it in ' '..'~' }}" +
                when {
                    isDisguised -> ", whose server is on another machine, without TLS. Use a channel with TLS."
                    isEncrypted -> ", which is not among the origins that were named. Add it if the API is there."
                    else -> ", since the channel has no TLS. Use a channel with TLS; on this machine, name this origin."
                }

    private fun isAddressLocal() =
        when (val address = info.transportAttrs.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)) {
            is InetSocketAddress -> address.address?.isLoopbackAddress == true

            null -> false

            // A socket of this machine: a file of Unix, or one within the process.
            else -> true
        }
}
