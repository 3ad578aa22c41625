package io.github.oidcauth.internal.transport

import kotlin.time.Instant

/** Parses dates in headers, in each of the three forms that a recipient must accept (RFC 9110 §5.6.7). Pure. */
internal object HttpDate {
    /** `Sun, 06 Nov 1994 08:49:37 GMT`. */
    private val IMF_FIXDATE = Regex("[A-Za-z]{3}, (\\d{2}) ([A-Za-z]{3}) (\\d{4}) (\\d{2}:\\d{2}:\\d{2}) (?:GMT|UTC)")

    /** `Sunday, 06-Nov-94 08:49:37 GMT`. */
    private val RFC_850 = Regex("[A-Za-z]{6,9}, (\\d{2})-([A-Za-z]{3})-(\\d{2}) (\\d{2}:\\d{2}:\\d{2}) (?:GMT|UTC)")

    /** `Sun Nov  6 08:49:37 1994`. */
    private val ASCTIME = Regex("[A-Za-z]{3} ([A-Za-z]{3}) ([ \\d]\\d) (\\d{2}:\\d{2}:\\d{2}) (\\d{4})")

    private val MONTHS = listOf("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

    /** A year of two digits below this is in the 21st century. */
    private const val PIVOT = 70

    /** Returns the time in [text], or null when it is not a date. */
    fun parse(text: String): Instant? {
        val date = text.trim()
        IMF_FIXDATE.matchEntire(date)?.destructured?.let { (day, month, year, time) -> return instant(year, month, day, time) }
        RFC_850.matchEntire(date)?.destructured?.let { (day, month, year, time) -> return instant(full(year), month, day, time) }
        ASCTIME.matchEntire(date)?.destructured?.let { (month, day, time, year) -> return instant(year, month, day, time) }
        return null
    }

    private fun full(year: String): String = (if (year.toInt() < PIVOT) "20" else "19") + year

    private fun instant(
        year: String,
        month: String,
        day: String,
        time: String,
    ): Instant? {
        val number = MONTHS.indexOf(month.lowercase()) + 1
        if (number == 0) return null
        val text = "$year-${"$number".padStart(2, '0')}-${day.trim().padStart(2, '0')}T${time}Z"
        return try {
            // parseOrNull exists since Kotlin 2.2, and consumers with 2.1 use their own standard library.
            Instant.parse(text)
        } catch (_: IllegalArgumentException) {
            null
        }
    }
}
