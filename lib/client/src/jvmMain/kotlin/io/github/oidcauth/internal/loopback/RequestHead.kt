package io.github.oidcauth.internal.loopback

/** The first line of a request and its `Host` (RFC 9112 §2.1, §3): all that the listener looks at. */
internal class RequestHead(
    val method: String,
    /** As it was sent: nothing decoded, no dots resolved. */
    val target: String,
    /** Null when there is none, or more than one. */
    val host: String?,
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
        private val REQUEST_LINE = Regex("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/1\\.[01]")
        private val HEADER_NAME = Regex("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
        private const val DEL = '\u007f'

        /** Reads [head], the text before the empty line. Null when it is not HTTP/1: a bare line feed or a folded line included. */
        fun parse(head: String): RequestHead? {
            val lines = head.split("\r\n")
            if (lines.any { line -> line.any { (it < ' ' && it != '\t') || it == DEL } }) return null
            val (method, target) = REQUEST_LINE.matchEntire(lines.first())?.destructured ?: return null
            val headers = lines.drop(1)
            if (headers.any { ':' !in it || !HEADER_NAME.matches(it.substringBefore(':')) }) return null
            val hosts = headers.filter { it.substringBefore(':').equals("host", ignoreCase = true) }
            return RequestHead(method, target, hosts.singleOrNull()?.substringAfter(':')?.trim(' ', '\t'))
        }
    }
}
