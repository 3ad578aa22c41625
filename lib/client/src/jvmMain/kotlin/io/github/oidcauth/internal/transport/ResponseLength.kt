package io.github.oidcauth.internal.transport

import java.net.ProtocolException

/** Refuses lengths that OkHttp takes for none, so that a response which is cut off does not pass for a whole one (RFC 9112 §6.3). */
internal object ResponseLength {
    private val DIGITS = Regex("[0-9]{1,18}")

    /** @throws ProtocolException when [values] of `Content-Length` are not all the same number. */
    fun check(values: List<String>) {
        val isOneNumber = values.all { DIGITS.matches(it) } && values.toSet().size <= 1
        if (!isOneNumber) throw ProtocolException("The Content-Length of the response is not a number.")
    }
}
