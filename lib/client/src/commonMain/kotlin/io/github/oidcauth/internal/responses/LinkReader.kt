// Tested by LinkTest.
package io.github.oidcauth.internal.responses

import io.github.oidcauth.http.Link
import io.github.oidcauth.internal.addresses.resolveReference

/**
 * Reads the links in one value of a `Link` header (RFC 8288 §3), character by character. At a malformed link the rest of the value
 * is skipped, and everything before it counts.
 */
internal class LinkReader(
    private val text: String,
    private val baseUrl: String,
) {
    private val links = mutableListOf<Link>()
    private var at = 0

    fun read(): List<Link> {
        do {
            skip { it == ',' || isBlank(it) }
        } while (at < text.length && links.size < MAX_LINKS && readLink())
        return links
    }

    /** Reads `<target>; name=value; name="value"`. Returns false when it is malformed. */
    private fun readLink(): Boolean {
        if (text[at] != '<') return false
        val end = text.indexOf('>', at)
        if (end < 0) return false
        val target = text.substring(at + 1, end)
        at = end + 1
        val parameters = mutableListOf<Pair<String, String>>()
        var isComplete = true
        while (isComplete && skipToParameter()) isComplete = readParameter(parameters)
        // A target that was cut by an attacker's '>' leaves text behind it that is no parameter.
        val isEnded = at >= text.length || text[at] == ','
        if (isComplete && isEnded) linkOf(target, parameters)?.let { links += it }
        return isComplete && isEnded
    }

    /** Skips `;` and blanks, also several of them, which some servers send. Returns true if a parameter follows. */
    private fun skipToParameter(): Boolean {
        skip(::isBlank)
        if (text.getOrNull(at) != ';') return false
        skip { it == ';' || isBlank(it) }
        return at < text.length && text[at] != ','
    }

    private fun readParameter(parameters: MutableList<Pair<String, String>>): Boolean {
        val name = take { it !in "=;,\"<> \t" }.lowercase()
        skip(::isBlank)
        if (name.isEmpty()) return false
        if (text.getOrNull(at) != '=') return add(parameters, name, "")
        at++
        skip(::isBlank)
        val value = if (text.getOrNull(at) == '"') readQuoted() else take { it !in ";, \t" }
        return value != null && add(parameters, name, value)
    }

    private fun add(
        parameters: MutableList<Pair<String, String>>,
        name: String,
        value: String,
    ): Boolean {
        if (parameters.size < MAX_PARAMETERS) parameters += name to value
        return value.none { it.isISOControl() && it != '\t' }
    }

    /** Reads a quoted string (RFC 9110 §5.6.4). Returns null when it does not end. */
    private fun readQuoted(): String? {
        at++
        val value = StringBuilder()
        while (at < text.length) {
            val c = text[at++]
            if (c == '"') return value.toString()
            value.append(if (c == '\\') text.getOrNull(at++) ?: return null else c)
        }
        return null
    }

    private fun linkOf(
        target: String,
        parameters: List<Pair<String, String>>,
    ): Link? {
        // Of `rel` and the other attributes that may occur once, the first counts (RFC 8288 §3.3, §3.4.1).
        val first = parameters.asReversed().toMap()
        val anchor = first["anchor"]
        if (!isReference(target) || (anchor != null && !isReference(anchor))) return null
        val url = resolveReference(baseUrl, target)
        val title = first["title*"]?.let(::decodeExtendedValue) ?: first["title"]
        return Link(
            url = url,
            relations = first["rel"].orEmpty().split(' ', '\t').filter { it.isNotEmpty() },
            anchor = anchor?.let { resolveReference(baseUrl, it) },
            title = title,
            parameters = first,
        )
    }

    /** Returns true if [text] has only characters that URLs have. A link with others is left out. */
    private fun isReference(text: String) = text.length <= MAX_TARGET && text.all { it in '!'..'~' && it !in "\"<>\\^`{|}" }

    private fun isBlank(c: Char) = c == ' ' || c == '\t'

    private inline fun skip(belongs: (Char) -> Boolean) {
        while (at < text.length && belongs(text[at])) at++
    }

    private inline fun take(belongs: (Char) -> Boolean): String {
        val start = at
        skip(belongs)
        return text.substring(start, at)
    }

    companion object {
        const val MAX_HEADERS: Int = 16
        const val MAX_HEADER_LENGTH: Int = 32_768
        const val MAX_LINKS: Int = 100
        const val MAX_PARAMETERS: Int = 32
        private const val MAX_TARGET = 8_192
    }
}
