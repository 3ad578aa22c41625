// Tested by ProblemReaderTest.
package io.github.oidcauth.http

import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmSynthetic

/**
 * The description of an error by an API, of the media type `application/problem+json` (RFC 9457). An immutable value. All its texts
 * are the API's and untrusted; [title] and [detail] are in a form that can be printed.
 */
public class ProblemDetails internal constructor(
    /**
     * The URI that identifies the type of the problem, absolute; `about:blank` if the problem has no other meaning than that of
     * its status, and if the API has sent none (RFC 9457 §3.1.1, §4.2.1). Compare it as text; it need not lead anywhere.
     */
    public val type: String,
    /** A summary of the type of the problem for users, as one line of at most 4,096 characters, or null (RFC 9457 §3.1.3). */
    public val title: String?,
    /**
     * The HTTP status by which the API has reported the problem, or null (RFC 9457 §3.1.2). If the response has another one, such
     * as that of a proxy, that of the response counts.
     */
    public val status: Int?,
    /** The explanation of this occurrence for users, as one line of at most 4,096 characters, or null (RFC 9457 §3.1.4). */
    public val detail: String?,
    /** The URI that identifies this occurrence, absolute, or null (RFC 9457 §3.1.5). */
    public val instance: String?,
    /** The members that the type of the problem defines (RFC 9457 §3.2), as the API has sent them. */
    @get:JvmSynthetic
    public val extensions: JsonObject,
) : ProblemDetailsForJava {
    override fun equals(other: Any?): Boolean = other is ProblemDetails && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    /** Shows no [extensions], because they may be secret. */
    override fun toString(): String = "ProblemDetails(type=$type, title=$title, status=$status, detail=$detail)"

    private fun values(): List<Any?> = listOf(type, title, status, detail, instance, extensions)
}
