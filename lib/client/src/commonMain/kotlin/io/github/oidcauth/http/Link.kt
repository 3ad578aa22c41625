package io.github.oidcauth.http

import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.responses.LinkReader
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.text.toUnchangeableList
import io.github.oidcauth.internal.text.toUnchangeableMap
import kotlin.jvm.JvmStatic

/**
 * A link from one resource to another, from a `Link` header (RFC 8288): `<https://api.example.com/users?page=2>; rel="next"`. An
 * immutable value. All its texts are the server's and untrusted; [toString] shows them in a form that can be printed.
 */
public class Link internal constructor(
    /**
     * The URL of the target. It is absolute: a relative one has been resolved against the URL of the request (RFC 3986 §5.2). It may
     * lead anywhere, and may have any scheme.
     */
    public val url: String,
    relations: List<String>,
    /**
     * The URL of the resource that the link belongs to, if it is not the one that was requested (RFC 8288 §3.2); null in nearly all
     * links.
     */
    public val anchor: String? = null,
    title: String? = null,
    parameters: Map<String, String> = emptyMap(),
) {
    /** The relation types as the server wrote them, such as `next`, or a URL (RFC 8288 §2.1). Compare them with [hasRelation]. */
    public val relations: List<String> = relations.toUnchangeableList()

    /** The title for users, as one line of at most 300 characters, or null (RFC 8288 §3.4.1). */
    public val title: String? = title?.printable()

    /** The media type of the target, as a hint, or null (RFC 8288 §3.4.1). */
    public val mediaType: String? get() = parameters["type"]

    /** All parameters by their names in lower case, unquoted. If one occurs several times, the first. */
    public val parameters: Map<String, String> = parameters.toUnchangeableMap()

    /** Returns true if [relation], such as `next`, is one of the [relations]. Case is ignored (RFC 8288 §2.1.1). */
    public fun hasRelation(relation: String): Boolean = relations.any { it.equals(relation, ignoreCase = true) }

    override fun equals(other: Any?): Boolean =
        other is Link && url == other.url && relations == other.relations && anchor == other.anchor && title == other.title &&
            parameters == other.parameters

    override fun hashCode(): Int = url.hashCode() + relations.hashCode()

    /** Shows no query, in which there may be a secret. */
    override fun toString(): String {
        val parts = UrlParts.of(url)
        val shown = if (parts.hasUserInfo) parts.origin else parts.beginning + parts.path
        return "Link(${shown.printable()}, rel=${relations.joinToString(" ").printable()})"
    }

    public companion object {
        /**
         * Returns the links in [headers], the values of all `Link` headers of the response to a request to [url], in order. Never
         * throws: at a malformed link the rest of its header is skipped. At most 100 links of 16 headers are read, and no header of
         * more than 32,768 characters.
         */
        @JvmStatic
        public fun parse(
            headers: List<String>,
            url: String,
        ): List<Link> =
            headers
                .take(LinkReader.MAX_HEADERS)
                .filter { it.length <= LinkReader.MAX_HEADER_LENGTH }
                .flatMap { LinkReader(it, url).read() }
                .take(LinkReader.MAX_LINKS)
    }
}
