package io.github.oidcauth.internal.addresses

/** TCP ports as URLs name them. */
internal object Ports {
    const val MAX: Int = 65_535

    /** The sentence about text that is not a port. */
    const val FAULT: String = "A port is a number from 1 to $MAX."

    private val DEFAULTS = mapOf("https" to 443, "http" to 80)

    /** Returns the port that [digits] spell in decimal, or null if it is not one from 1 to [MAX]. */
    fun parse(
        digits: String,
    ): Int? = digits.takeIf { text -> text.all { it in '0'..'9' } }?.toIntOrNull()?.takeIf { it in 1..MAX }

    /**
     * Returns the port of a URL that names none (RFC 9110 §4.2), or null if [scheme], in lower case, is neither http nor https.
     */
    fun defaultOf(scheme: String?): Int? = DEFAULTS[scheme]
}
