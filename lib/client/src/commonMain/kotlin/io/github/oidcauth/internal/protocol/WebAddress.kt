package io.github.oidcauth.internal.protocol

/** A URL from a stranger that will be shown to a person or given to a browser, so it is http(s) and plain printable ASCII. */
internal class WebAddress private constructor(
    val url: String,
) {
    private val scheme = url.substringBefore("://").lowercase()
    private val authority = url.substringAfter("://").takeWhile { it !in "/?#\\" }
    private val host = authority.replace(PORT, "").lowercase()

    val isEncrypted: Boolean get() = scheme == "https"

    /** Whether it is on this machine. */
    val isLoopback: Boolean get() = isLoopbackHost(host)

    /** https, or http on this machine. */
    val isSecure: Boolean get() = isEncrypted || isLoopback

    /**
     * The same address without the characters that shells act on. We start no shell, and programs that open browsers do: `wslview`
     * hands its argument to PowerShell, where `$(…)` is a command. Decoded, both are the same (RFC 3986 §2.2 leaves it to the scheme;
     * for http, a server decodes these in paths and queries alike).
     */
    val urlForPrograms: String
        get() =
            buildString {
                for (c in url) {
                    if (c in
                        SHELL_CHARACTERS
                    ) {
                        append('%').append(c.code.toString(radix = 16).uppercase())
                    } else {
                        append(c)
                    }
                }
            }

    /** The query parameter [name] when it is there exactly once. */
    fun parameter(name: String): String? =
        queryParameters(url.substringBefore('#').substringAfter('?', ""))?.get(name)?.singleOrNull()

    override fun toString(): String = url.substringBefore('?')

    companion object {
        private const val MAX_LENGTH = 16_384
        private const val SHELL_CHARACTERS = "$()';|*!"
        private val PORT = Regex(":[0-9]*$")

        /**
         * [text] as an address, a path being taken [relativeTo] an application's origin. Null when it is none: another
         * scheme (`file:`, `javascript:`), a user name in it, or characters that no URL has and a shell or terminal may misread.
         */
        fun parse(
            text: String,
            relativeTo: BaseUrl? = null,
        ): WebAddress? {
            if (text.length > MAX_LENGTH || text.any { it !in '!'..'~' || it in "\"<>\\^`{}" }) return null
            val isPath = text.startsWith("/") && !text.startsWith("//")
            val absolute = if (relativeTo != null && isPath) relativeTo.origin + text else text
            val scheme = absolute.substringBefore("://", "").lowercase()
            if (scheme != "https" && scheme != "http") return null
            val address = WebAddress(absolute)
            return address.takeUnless { it.host.isEmpty() || '@' in it.authority }
        }
    }
}
