package io.github.oidcauth.sample.apis

import io.github.oidcauth.ApiException
import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.http.ApiClient
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable

@Serializable
data class Note(
    val text: String,
    val id: Int? = null,
)

/** The notes of the API below [api]. */
class Notes(
    private val api: ApiClient,
) {
    suspend fun find(id: Int): Note = api.get(listOf("notes", id)).body()

    suspend fun add(text: String): Note = api.post("notes") { json(Note(text)) }.body()

    suspend fun remove(id: Int) {
        api["notes"][id].delete()
    }

    /** All notes: the API sends them page by page. */
    suspend fun all(): List<Note> = api.pages("notes").toList().flatMap { it.body<List<Note>>() }
}

/** Adds a note, or says why not. */
suspend fun addOrReason(
    notes: Notes,
    text: String,
): String =
    try {
        "added note ${notes.add(text).id}"
    } catch (e: ApiException) {
        val refusal = e.cause
        if (refusal is InsufficientScopeException) "needs the scope ${refusal.scope}" else "not added: ${e.problem?.detail}"
    }
