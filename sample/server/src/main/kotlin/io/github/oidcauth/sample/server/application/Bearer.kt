package io.github.oidcauth.sample.server.application

import org.springframework.web.servlet.function.ServerRequest

/** The `Authorization: Bearer` header (RFC 6750 §2.1). */
internal object Bearer {
    fun token(request: ServerRequest): String {
        val header = request.headers().firstHeader("Authorization").orEmpty()
        val token = header.substringAfter(' ', "").trim()
        if (!header.substringBefore(' ').equals("bearer", ignoreCase = true) || token.isEmpty()) throw missing()
        return token
    }

    fun missing(): InvalidRequest = InvalidRequest(401, "Not authenticated", mapOf("WWW-Authenticate" to "Bearer"))
}
