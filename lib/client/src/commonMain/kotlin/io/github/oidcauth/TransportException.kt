package io.github.oidcauth

import kotlin.jvm.JvmOverloads

/**
 * Thrown when no response arrived; [fault] tells why. If the fault is [Fault.TIMEOUT] or [Fault.CONNECTION_LOST], the server
 * may have executed the request all the same.
 */
public class TransportException
    @JvmOverloads
    constructor(
        /** The cause of the failure. */
        public val fault: Fault,
        message: String,
        cause: Throwable? = null,
    ) : AuthException(message, cause = cause) {
        /** The causes for which no response arrives. */
        public enum class Fault {
            /** The host's name could not be resolved, or the address is invalid. */
            UNKNOWN_HOST,

            /** No server listens at the address, or it cannot be reached. */
            CONNECTION_REFUSED,

            /**
             * The server's certificate is not trusted, the server does not trust the client's certificate, or no secure
             * connection could be made. The message says which, and what to do. Such a request is not tried again.
             */
            TLS,

            /** The connection or the response took too long. */
            TIMEOUT,

            /** The connection broke before the response was complete. */
            CONNECTION_LOST,
        }
    }
