package io.github.oidcauth

/**
 * No response arrived: see [fault]. When the fault is [Fault.TIMEOUT] or [Fault.CONNECTION_LOST] the server may have acted on the request
 * all the same.
 */
public class TransportException internal constructor(
    /** What went wrong on the way. */
    public val fault: Fault,
    message: String,
    cause: Throwable? = null,
) : AuthException(message, cause = cause) {
    /** The ways in which no response arrives. */
    public enum class Fault {
        /** The host's name could not be resolved, or the address is none. */
        UNKNOWN_HOST,

        /** Nothing listens at the address, or it cannot be reached. */
        CONNECTION_REFUSED,

        /**
         * The server's certificate is not trusted, or the client's by it, or no secure connection came about. The message says which
         * of these, and what to do. Never ridden out.
         */
        TLS,

        /** The connection or the response took too long. */
        TIMEOUT,

        /** The connection broke before the response was complete. */
        CONNECTION_LOST,
    }
}
