package io.github.oidcauth.sample.server.application

import io.github.oidcauth.sample.server.web.Json
import org.springframework.http.MediaType
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router
import java.util.TreeMap

/**
 * An API for services: notes, which the scope `read` lists, page by page, and the scope `write` adds. Tokens are those of the
 * provider. Errors are problem details (RFC 9457), with a challenge if they concern the token (RFC 6750 §3).
 */
internal class NotesApi(
    private val url: String,
    private val check: ProviderTokenCheck,
) {
    /** By id. Guarded by itself. */
    private val notes = TreeMap<Int, String>(FIRST_NOTES.withIndex().associate { it.index + 1 to it.value })

    fun routes(): RouterFunction<ServerResponse> =
        router {
            GET("/api/notes") { permitted(it, "read", ::list) }
            POST("/api/notes") { permitted(it, "write", ::add) }
            GET("/api/notes/{id}") { permitted(it, "read", ::find) }
            DELETE("/api/notes/{id}") { permitted(it, "write", ::remove) }
        }

    private fun permitted(
        request: ServerRequest,
        scope: String,
        action: (ServerRequest) -> ServerResponse,
    ): ServerResponse {
        try {
            check.claims(Bearer.token(request), setOf(scope))
        } catch (refused: InvalidRequest) {
            val challenge =
                when {
                    refused.status == FORBIDDEN -> "Bearer error=\"insufficient_scope\", scope=\"$scope\""
                    request.headers().header("Authorization").isEmpty() -> "Bearer"
                    else -> "Bearer error=\"invalid_token\""
                }
            return problem(refused.status, "Not permitted", refused.detail, mapOf("WWW-Authenticate" to challenge))
        }
        return action(request)
    }

    private fun list(request: ServerRequest): ServerResponse {
        val page =
            request.param("page").orElse("1").toIntOrNull() ?: return problem(BAD_REQUEST, "No such page", "page is a number.")
        val all = synchronized(notes) { notes.entries.map { note(it.key, it.value) } }
        val pages = all.chunked(PAGE_SIZE)
        val hasNext = page < pages.size
        val link = if (hasNext) mapOf("Link" to "<$url/api/notes?page=${page + 1}>; rel=\"next\"") else emptyMap()
        return Json.respond(pages.getOrElse(page - 1) { emptyList() }, headers = link)
    }

    private fun find(request: ServerRequest): ServerResponse {
        val id = request.pathVariable("id").toIntOrNull()
        val text = synchronized(notes) { notes[id] }
        return if (id == null || text == null) missing(request) else Json.respond(note(id, text))
    }

    private fun add(request: ServerRequest): ServerResponse {
        val text = Json.members(request.body(String::class.java))?.get("text") as? String
        if (text.isNullOrBlank()) return problem(UNPROCESSABLE, "The note has no text", "Send an object with a text.")
        val id = synchronized(notes) { (notes.keys.maxOrNull() ?: 0).plus(1).also { notes[it] = text } }
        return Json.respond(note(id, text), CREATED, mapOf("Location" to "$url/api/notes/$id"))
    }

    private fun remove(request: ServerRequest): ServerResponse {
        val removed = synchronized(notes) { request.pathVariable("id").toIntOrNull()?.let(notes::remove) }
        return if (removed == null) missing(request) else ServerResponse.noContent().build()
    }

    private fun note(
        id: Int,
        text: String,
    ) = mapOf("id" to id, "text" to text)

    private fun missing(request: ServerRequest) = problem(
        NOT_FOUND,
        "No such note",
        "There is no note ${request.pathVariable("id")}.",
    )

    private fun problem(
        status: Int,
        title: String,
        detail: String,
        headers: Map<String, String> = emptyMap(),
    ): ServerResponse =
        Json.respond(
            mapOf("type" to "about:blank", "title" to title, "status" to status, "detail" to detail),
            status,
            headers,
            MediaType.APPLICATION_PROBLEM_JSON,
        )

    private companion object {
        const val CREATED = 201
        const val BAD_REQUEST = 400
        const val FORBIDDEN = 403
        const val NOT_FOUND = 404
        const val UNPROCESSABLE = 422
        const val PAGE_SIZE = 2
        val FIRST_NOTES = listOf("Water the plants", "Call Bob", "Order coffee", "Renew the passport", "Read a book")
    }
}
