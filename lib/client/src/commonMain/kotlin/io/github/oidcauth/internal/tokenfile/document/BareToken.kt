package io.github.oidcauth.internal.tokenfile.document

/** Detects a file that consists of one token in the form of RFC 6750 §2.1, which a user has copied there. */
internal object BareToken {
    /** The minimum length. Shorter words may be anything. */
    private const val MIN_LENGTH = 20
    private val FORM = Regex("(?:(?:[Bb][Ee][Aa][Rr][Ee][Rr]|[Dd][Pp][Oo][Pp]) +)?\"?[A-Za-z0-9._~+/-]{$MIN_LENGTH,}=*\"?")
    private val JWT = Regex("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*){0,2}")
    private const val BYTE_ORDER_MARK = '\uFEFF'

    /** Returns the kind of token in [content], such as "a JWT", or null when it is something else. */
    fun kindOf(content: ByteArray): String? {
        if (content.size > TOKEN_BYTES) return null
        val text = content.decodeToString().trim { it.isWhitespace() || it == BYTE_ORDER_MARK }
        if (!FORM.matches(text)) return null
        return if (JWT.matches(text.substringAfterLast(' ').trim('"'))) "a JWT" else "a token or another single word"
    }

    /**
     * Returns the bearer token that [content] consists of, or null when it is something else. A DPoP token is useless without its
     * key.
     */
    fun textOf(content: ByteArray): String? {
        if (kindOf(content) == null) return null
        val text = content.decodeToString().trim { it.isWhitespace() || it == BYTE_ORDER_MARK }
        if (text.startsWith("DPoP ", ignoreCase = true)) return null
        return text.substringAfterLast(' ').trim('"')
    }

    private const val TOKEN_BYTES = 1 shl 20
}
