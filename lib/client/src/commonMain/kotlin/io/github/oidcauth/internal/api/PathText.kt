package io.github.oidcauth.internal.api

/**
 * A path with an optional query, as a program writes it below the URL of a client: `users/1234`, `/users?active=true`. Pure.
 */
internal class PathText private constructor(
    /** Everything is encoded that has to be. Empty, or begins with a slash. */
    val path: String,
    /** The query without its question mark; empty if there is none. */
    val query: String,
) {
    companion object {
        private const val PATH_MARKS = "/!$&'()*+,;=:@"
        private const val QUERY_MARKS = "/?!$'()*+,;=:@&"
        private val SCHEME = Regex("[A-Za-z][A-Za-z0-9+.-]*:[\\s\\S]*")
        private val KNOWN_SCHEMES = setOf("http", "https", "ws", "wss", "ftp", "file", "data", "javascript")

        /**
         * Returns [text], with everything percent-encoded that has to be.
         *
         * @throws IllegalArgumentException when it is not a path below the URL of the client; the message says what to do.
         */
        fun of(text: String): PathText {
            faultOf(text)?.let { throw IllegalArgumentException("The path $it") }
            val written = text.substringBefore('?')
            val path = PercentEncoding.complete(written) { PercentEncoding.isUnreserved(it) || it in PATH_MARKS }
            DotSegments.faultOf(path)?.let { throw IllegalArgumentException("The path $it") }
            val isRelative = path.isNotEmpty() && !path.startsWith("/")
            return PathText(if (isRelative) "/$path" else path, queryOf(text.substringAfter('?', "")))
        }

        /** Returns [query] with everything percent-encoded that has to be. */
        fun queryOf(query: String): String =
            PercentEncoding.complete(query) { PercentEncoding.isUnreserved(it) || it in QUERY_MARKS }

        /** Returns the fault of a [text] with characters that no URL can have, as the end of a sentence, or null. */
        fun faultOfCharacters(text: String): String? =
            when {
                text.any { it.isISOControl() } -> "has a control character. Leave it out."
                hasLoneSurrogate(text) -> "has half of a character (an unpaired surrogate). Leave it out."
                else -> null
            }

        private fun faultOf(text: String): String? {
            val path = text.substringBefore('?')
            return faultOfCharacters(text) ?: when {
                '#' in text -> "has a fragment, which is never sent. Leave it out, or write the character as %23."
                '\\' in path -> "has a backslash, which some servers read as a slash. Use '/', or write the character as %5C."
                isUrl(path) -> "is a URL, and paths are below the URL of the client. Use atUrl for another URL."
                "//" in path -> "has an empty segment ('//'), so that it could mean another resource or host. Use single slashes."
                else -> null
            }
        }

        private fun isUrl(path: String): Boolean {
            val first = path.substringBefore('/')
            val isScheme = SCHEME.matches(first)
            val isBeforeSlash = isScheme && first.endsWith(':') && '/' in path
            return path.startsWith("//") || isBeforeSlash || (isScheme && first.substringBefore(':').lowercase() in KNOWN_SCHEMES)
        }

        private fun hasLoneSurrogate(text: String): Boolean {
            var at = 0
            while (at < text.length) {
                val isPair = text[at].isHighSurrogate() && text.getOrNull(at + 1)?.isLowSurrogate() == true
                if (text[at].isSurrogate() && !isPair) return true
                at += if (isPair) 2 else 1
            }
            return false
        }
    }
}
