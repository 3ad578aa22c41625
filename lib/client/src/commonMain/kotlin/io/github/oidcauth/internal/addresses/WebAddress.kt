package io.github.oidcauth.internal.addresses

import io.github.oidcauth.internal.tokens.text

/** A URL from a stranger that will be shown to a user or given to a browser, so it is http(s) and plain printable ASCII. */
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
     * The same address with nothing in it that a shell would act on. We start no shell, and programs that open browsers do:
     * `wslview` hands its argument to PowerShell, where `$(…)` is a command.
     *
     * Left is `&`, which ends a command and which a query cannot do without. So what follows one is either an assignment
     * (`state=…`, without effect as nothing is run after it) or begins with a percent sign, and then names no program: `&reboot`
     * becomes `&%72eboot`. Decoded, both are the same (RFC 3986 §2.2, §6.2.2.2; for http, a server decodes these in paths and
     * queries alike).
     */
    val shellSafeUrl: String
        get() {
            val start = url.indexOf("://") + "://".length + authority.length
            val pieces = url.drop(start).split('&')
            val rest = pieces.drop(1).map { if (ASSIGNMENT.matchesAt(it, 0)) encode(it) else neutralize(it) }
            return url.take(start) + (listOf(encode(pieces.first())) + rest).joinToString("&")
        }

    private fun neutralize(piece: String): String =
        if (piece.isEmpty() || piece.first() in HARMLESS) encode(piece) else percentEncode(piece.first()) + encode(piece.drop(1))

    private fun encode(text: String): String = text.map {
        if (it in
            SHELL_CHARACTERS
        ) {
            percentEncode(it)
        } else {
            "$it"
        }
    }.joinToString("")

    private fun percentEncode(c: Char): String = "%" + c.code.toString(radix = 16).uppercase()

    /** The query parameter [name] when it is there exactly once. */
    fun parameter(name: String): String? =
        queryParameters(url.substringBefore('#').substringAfter('?', ""))?.get(name)?.singleOrNull()

    override fun toString(): String = url.substringBefore('?')

    companion object {
        private const val MAX_LENGTH = 16_384
        private const val SHELL_CHARACTERS = "$()';|*![]~"
        private val ASSIGNMENT = Regex("[A-Za-z_][A-Za-z0-9_]*=")

        /** A percent sign begins no program's name, and `#` a comment. To encode the latter would end the fragment of a URL. */
        private const val HARMLESS = "%#"

        /** A host of the network has no others (RFC 1123 §2.1), and shells act on some that RFC 3986 allows. */
        private val AUTHORITY = Regex("[A-Za-z0-9._:\\[\\]%-]+")
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
            return address.takeIf { it.host.isNotEmpty() && AUTHORITY.matches(it.authority) }
        }
    }
}
