package io.github.oidcauth.oauth2

import io.ktor.http.Headers
import io.ktor.http.headers

/** A response of a server in a test. */
internal class ScriptedResponse(
    val body: String,
    val status: Int = 200,
    val headers: List<Pair<String, String>> = emptyList(),
    val mediaType: String? = "application/json",
) {
    val ktorHeaders: Headers
        get() =
            headers {
                mediaType?.let { append("Content-Type", it) }
                headers.forEach { (name, value) -> append(name, value) }
            }

    companion object {
        /** The least that a token response has (RFC 6749 §5.1), and [more]: `"scope":"read"`. */
        fun token(more: String = ""): ScriptedResponse {
            val rest = if (more.isEmpty()) "" else ",$more"
            return ScriptedResponse("""{"access_token":"at","token_type":"Bearer","expires_in":600$rest}""")
        }

        /** An error of the specification (RFC 6749 §5.2). */
        fun error(
            code: String,
            status: Int = 400,
            more: String = "",
        ): ScriptedResponse = ScriptedResponse("""{"error":"$code"${if (more.isEmpty()) "" else ",$more"}}""", status)
    }
}
