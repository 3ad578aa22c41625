package io.github.oidcauth.sample.server

/**
 * One request that a [SampleServer] has responded to. It holds nothing secret: no query, no header, no body.
 *
 * @property method the HTTP method, such as `POST`.
 * @property path the path without the query, such as `/auth/v2/token`.
 * @property status the status of the response, such as 200.
 */
public class RecordedRequest(
    public val method: String,
    public val path: String,
    public val status: Int,
) {
    override fun toString(): String = "$method $path $status"
}
