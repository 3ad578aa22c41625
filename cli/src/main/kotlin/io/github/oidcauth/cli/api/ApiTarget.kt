package io.github.oidcauth.cli.api

/** The URL that `api` requests, and the origin that it belongs to. Pure. */
internal class ApiTarget private constructor(
    /** The absolute URL, or null for a path below the host. */
    val url: String?,
    /** The path below the host; empty for a [url]. */
    val path: String,
) {
    companion object {
        private val METHOD = Regex("[A-Z][A-Z0-9_-]*")
        private val ABSOLUTE = Regex("(?i)https?://.+")

        /** Returns true if [word] is a method, such as `GET`, and not a path. */
        fun isMethod(word: String): Boolean = METHOD.matches(word)

        /** Returns the target that [word] names. */
        fun of(word: String): ApiTarget = if (ABSOLUTE.matches(word)) ApiTarget(word, "") else ApiTarget(null, word)

        /** Returns the origin of [url] as far as it can be read, for a message or an option: scheme, host and port. */
        fun originOf(url: String): String {
            val scheme = url.substringBefore("://")
            val authority = url.substringAfter("://").takeWhile { it !in "/?#\\" }
            return "${scheme.lowercase()}://${authority.substringAfterLast('@').lowercase()}"
        }
    }
}
