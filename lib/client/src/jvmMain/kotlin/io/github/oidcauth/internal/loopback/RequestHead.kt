package io.github.oidcauth.internal.loopback

/** The parts of a request that the listener uses: the first line, `Host`, and the length of a form (RFC 9112 §2.1, §3, §6). */
internal class RequestHead(
    val method: String,
    /** The target as sent: not decoded, dot segments not resolved. */
    val target: String,
    /** The `Host` header; null when there is none, or more than one. */
    val host: String?,
    /**
     * The length in bytes of the posted form, `application/x-www-form-urlencoded`. Null when the body has another type, or its
     * length is not known: browsers do not send forms in chunks.
     */
    val formLength: Int? = null,
) {
    /**
     * Returns whether the request is for this listener at [port]. If the name of a web page was made to resolve to this machine
     * (DNS rebinding), its requests have that name in `Host`.
     */
    fun isFor(port: Int): Boolean {
        val host = host?.lowercase() ?: return false
        return LOOPBACK_NAMES.any { host == "$it:$port" || (port == HTTP_PORT && host == it) }
    }

    override fun toString(): String = "RequestHead($method ██)"

    companion object {
        private val LOOPBACK_NAMES = listOf("localhost", "127.0.0.1", "[::1]")
        private const val HTTP_PORT = 80

        /** The value of a line without a colon. No real value contains a line feed. */
        private const val NO_COLON = "\n"
        private val REQUEST_LINE = Regex("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/1\\.[01]")
        private val HEADER_NAME = Regex("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
        private val LENGTH = Regex("[0-9]{1,9}")
        private const val FORM = "application/x-www-form-urlencoded"
        private const val DEL = '\u007f'

        /**
         * Parses [head], the text before the empty line. Returns null when it is not HTTP/1; a bare line feed or a folded line is
         * not.
         */
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
