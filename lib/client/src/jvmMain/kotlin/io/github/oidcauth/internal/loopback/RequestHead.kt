package io.github.oidcauth.internal.loopback

/** The first line of a request, its `Host`, and whether a form follows (RFC 9112 §2.1, §3, §6): all that the listener looks at. */
internal class RequestHead(
    val method: String,
    /** As it was sent: nothing decoded, no dots resolved. */
    val target: String,
    /** Null when there is none, or more than one. */
    val host: String?,
    /**
     * How many bytes follow of a form that was posted, `application/x-www-form-urlencoded`. Null when what follows is something else,
     * or its end is not known beforehand: browsers do not send forms in chunks.
     */
    val formLength: Int? = null,
) {
    /**
     * Whether the request was meant for this listener at [port]. A web page whose own name was made to resolve to this
     * machine (DNS rebinding) comes with that name.
     */
    fun isFor(port: Int): Boolean {
        val host = host?.lowercase() ?: return false
        return LOOPBACK_NAMES.any { host == "$it:$port" || (port == HTTP_PORT && host == it) }
    }

    override fun toString(): String = "RequestHead($method ██)"

    companion object {
        private val LOOPBACK_NAMES = listOf("localhost", "127.0.0.1", "[::1]")
        private const val HTTP_PORT = 80

        /** Stands for the value of a line without a colon: no value has a line feed in it. */
        private const val NO_COLON = "\n"
        private val REQUEST_LINE = Regex("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/1\\.[01]")
        private val HEADER_NAME = Regex("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
        private val LENGTH = Regex("[0-9]{1,9}")
        private const val FORM = "application/x-www-form-urlencoded"
        private const val DEL = '\u007f'

        /** Reads [head], the text before the empty line. Null when it is not HTTP/1: a bare line feed or a folded line included. */
        fun parse(head: String): RequestHead? {
            val lines = head.split("\r\n")
            if (lines.any { line -> line.any { (it < ' ' && it != '\t') || it == DEL } }) return null
            val (method, target) = REQUEST_LINE.matchEntire(lines.first())?.destructured ?: return null
            val fields = lines.drop(1).map { it.substringBefore(':') to it.substringAfter(':', NO_COLON) }
            if (fields.any { (name, value) -> value == NO_COLON || !HEADER_NAME.matches(name) }) return null
            val headers = fields.groupBy({ it.first.lowercase() }, { it.second.trim(' ', '\t') })
            val length = if (method == "POST") formLength(headers) else null
            return RequestHead(method, target, headers["host"]?.singleOrNull(), length)
        }

        private fun formLength(headers: Map<String, List<String>>): Int? {
            if ("transfer-encoding" in headers) return null
            val type = headers["content-type"]?.singleOrNull()?.substringBefore(';')?.trim(' ', '\t')
            if (!type.equals(FORM, ignoreCase = true)) return null
            return headers["content-length"]?.singleOrNull()?.takeIf(LENGTH::matches)?.toInt()
        }
    }
}
