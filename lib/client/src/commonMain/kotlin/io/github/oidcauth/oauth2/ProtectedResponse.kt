package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.responses.ResourceErrorReader
import io.github.oidcauth.internal.tokens.AccessTokenType

/**
 * The response of an API: any status, including redirects, none of which is followed.
 *
 * An immutable value. [toString] shows the status alone; the rest is untrusted and may be secret.
 */
public class ProtectedResponse internal constructor(
    private val response: RawResponse,
    private val sentAs: AccessTokenType,
    private val secrets: List<String>,
) {
    /** The HTTP status (RFC 9110 §15). */
    public val statusCode: Int get() = response.statusCode

    /** True if [statusCode] means success, 200 to 299. */
    public val isSuccess: Boolean get() = response.isSuccess

    /** All headers, each with its values in order. Names are in lower case. */
    public val headers: Map<String, List<String>> get() = response.headers

    /** The body, read as UTF-8; empty when there is none. At most 1 MiB. */
    public val body: String get() = response.body

    /** The body as it arrived, in a new array. At most 1 MiB. */
    public val bytes: ByteArray get() = response.bytes.copyOf()

    /** Returns the value of the header [name] in any case; null if it is missing or repeated. */
    public fun header(name: String): String? = response.header(name)

    /**
     * Returns this response if its status means success.
     *
     * @throws AuthException otherwise: the error that the API sent in `WWW-Authenticate` (RFC 6750 §3, RFC 9449 §7.1), such
     *     as [io.github.oidcauth.InvalidTokenException] and [io.github.oidcauth.InsufficientScopeException], or
     *     [io.github.oidcauth.HttpException].
     */
    @Throws(AuthException::class)
    public fun orThrow(): ProtectedResponse {
        if (isSuccess) return this
        throw ResourceErrorReader.decode(
            statusCode,
            response.headers("www-authenticate"),
            body,
            sentAs,
            secrets,
            response.mediaType,
        )
    }

    override fun toString(): String = "ProtectedResponse($statusCode)"
}
