package io.github.oidcauth.internal.addresses

/** A URL from an untrusted source that will be shown to the user or opened in a browser: http or https, in printable ASCII. */
internal class WebAddress private constructor(
    val url: String,
) {
    private val parts = UrlParts.of(url)

    val isEncrypted: Boolean get() = parts.scheme == "https"

    /** True if the host is this machine. */
    val isLoopback: Boolean get() = isLoopbackHost(parts.host)

    /** True for https, and for http on this machine. */
    val isSecure: Boolean get() = isEncrypted || isLoopback

    /**
     * The same address without characters that a shell acts on. This library starts no shell, but programs that open browsers do:
     * `wslview` passes its argument to PowerShell, where `$(…)` is a command.
     *
     * The character `&` stays, because a query needs it, although it ends a command in a shell. The text after it therefore
     * either is an assignment (`state=…`, without effect because no command follows) or begins with a percent sign, so that it is
     * not the name of a program: `&reboot` becomes `&%72eboot`. Both spellings decode to the same URL (RFC 3986 §2.2, §6.2.2.2;
     * http servers decode them in paths and queries alike).
     */
    val shellSafeUrl: String
        get() {
            val pieces = parts.tail.split('&')
            val rest = pieces.drop(1).map { if (ASSIGNMENT.matchesAt(it, 0)) encode(it) else neutralize(it) }
            return parts.beginning + (listOf(encode(pieces.first())) + rest).joinToString("&")
        }

    private fun neutralize(piece: String): String =
        if (piece.isEmpty() || piece.first() in HARMLESS) encode(piece) else percentEncode(piece.first()) + encode(piece.drop(1))

    private fun encode(text: String): String =
        text.map { c -> if (c in SHELL_CHARACTERS) percentEncode(c) else "$c" }.joinToString("")

    private fun percentEncode(c: Char): String = "%" + c.code.toString(radix = 16).uppercase()

    /** Returns the query parameter [name] if it occurs exactly once, else null. */
    fun parameter(name: String): String? = queryParameters(parts.query)?.get(name)?.singleOrNull()

    override fun toString(): String = url.substringBefore('?')

    companion object {
        private const val MAX_LENGTH = 16_384
        private const val SHELL_CHARACTERS = "$()';|*![]~"
        private val ASSIGNMENT = Regex("[A-Za-z_][A-Za-z0-9_]*=")

        /**
         * No program's name begins with a percent sign, and `#` begins a comment. An encoded `#` would no longer start the
         * fragment of the URL.
         */
        private const val HARMLESS = "%#"

        /** The characters of host names (RFC 1123 §2.1). RFC 3986 allows more, but shells act on some of those. */
        private val AUTHORITY = Regex("[A-Za-z0-9._:\\[\\]%-]+")

        /**
         * Parses [text]. A path is resolved against the origin of [relativeTo]. Returns null when the text has another scheme
         * (`file:`, `javascript:`), a user name, or characters that are not valid in URLs and that a shell or terminal may
         * misread.
         */
        fun parse(
            text: String,
            relativeTo: BaseUrl? = null,
        ): WebAddress? {
            if (text.length > MAX_LENGTH || text.any { it !in '!'..'~' || it in "\"<>\\^`{}" }) return null
            val isPath = text.startsWith("/") && !text.startsWith("//")
            val absolute = if (relativeTo != null && isPath) relativeTo.origin + text else text
            val address = WebAddress(absolute)
            val hasHost = address.parts.host.isNotEmpty() && AUTHORITY.matches(address.parts.authority)
            return address.takeIf { hasHost && Ports.defaultOf(it.parts.scheme) != null }
        }
    }
}
