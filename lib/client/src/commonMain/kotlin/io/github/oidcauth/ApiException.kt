package io.github.oidcauth

import io.github.oidcauth.http.ProblemDetails
import io.github.oidcauth.internal.text.toUnchangeableMap
import kotlin.jvm.JvmOverloads

/**
 * Thrown when an API responded with an error, a status of 400 or more. [statusCode] is never null. If the API refused the token,
 * [cause] is the error that it named, such as [InsufficientScopeException] with the scope that the request needs (RFC 6750 §3).
 *
 * [message] and [detail] contain no secret of the request. [headers], [body] and [problem] are what the API sent: untrusted, and
 * maybe secret.
 */
public class ApiException internal constructor(
    message: String,
    detail: String?,
    statusCode: Int,
    headers: Map<String, List<String>>,
    body: String,
    override val cause: OAuthException?,
    /**
     * The description of the error, if the API has sent one: a body of the media type `application/problem+json` (RFC 9457). Null
     * otherwise.
     */
    public val problem: ProblemDetails? = null,
) : AuthException(message, detail, statusCode) {
    /** Creates the exception for a response with [statusCode], for tests. */
    @JvmOverloads
    public constructor(
        message: String,
        statusCode: Int,
        body: String = "",
        headers: Map<String, List<String>> = emptyMap(),
    ) : this(message, null, statusCode, headers, body, null)

    /** All headers of the response, each with its values in order. Names are in lower case. */
    public val headers: Map<String, List<String>> = headers.toUnchangeableMap()

    /** The body of the response as text, at most 65,536 characters of it; empty when there is none. */
    public val body: String = body.take(MAX_BODY)

    private companion object {
        const val MAX_BODY = 65_536
    }
}
