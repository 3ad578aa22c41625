package io.github.oidcauth.internal.addresses

/** The TCP ports of URLs. */
internal object Ports {
    const val MAX: Int = 65_535

    /** The sentence that refuses text which is not a port. */
    const val FAULT: String = "A port is a number from 1 to $MAX."

    private val DEFAULTS = mapOf("https" to 443, "http" to 80)

    /** Returns the decimal port in [digits], or null if it is not a number from 1 to [MAX]. */
    fun parse(
        digits: String,
    ): Int? = digits.takeIf { text -> text.all { it in '0'..'9' } }?.toIntOrNull()?.takeIf { it in 1..MAX }

    /** Returns the default port of [scheme] (RFC 9110 §4.2), which is in lower case, or null if it is neither http nor https. */
    fun defaultOf(scheme: String?): Int? = DEFAULTS[scheme]
}
