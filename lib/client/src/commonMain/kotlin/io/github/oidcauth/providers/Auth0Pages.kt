// Tested by Auth0ManagementTest.
package io.github.oidcauth.providers

import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.internal.api.PageCursor
import io.github.oidcauth.internal.api.Pages
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.intOrNull

/** The pages of a list of Auth0's, each of which is requested by a mark. Not thread-safe. */
internal class Auth0Pages(
    /** Returns the mark of the page after the one with that JSON and number, or null if it is the last one. */
    private val after: (page: JsonElement, number: Int) -> String?,
    /** Requests the page with a mark; null for the first one. */
    private val fetch: suspend (mark: String?) -> ApiResponse,
) : Pages {
    private var number = 0
    private var mark: String? = null

    override suspend fun next(): ApiResponse? {
        val isOver = number > 0 && mark == null
        if (isOver || number >= PageCursor.MAX_PAGES) return null
        val page = fetch(mark)
        mark = if (page.isSuccess) after(page.json(), number) else null
        number++
        return page
    }

    companion object {
        /** Pages with `include_totals` say where they are in the list. Some lists have no totals and are arrays, with an empty end. */
        fun afterNumbered(
            page: JsonElement,
            number: Int,
        ): String? {
            val isLast =
                when (page) {
                    is JsonObject -> {
                        val end = (page.int("start") ?: 0) + (page.int("length") ?: 0)
                        page.int("length") == 0 || end >= (page.int("total") ?: 0)
                    }

                    is JsonArray -> {
                        page.isEmpty()
                    }

                    else -> {
                        true
                    }
                }
            return if (isLast) null else "${number + 1}"
        }

        /** The last page has no `next`. */
        fun afterCheckpoint(
            page: JsonElement,
            @Suppress("UNUSED_PARAMETER") number: Int,
        ): String? = ((page as? JsonObject)?.get("next") as? JsonPrimitive)?.contentOrNull?.ifEmpty { null }

        private fun JsonObject.int(name: String): Int? = (this[name] as? JsonPrimitive)?.intOrNull
    }
}
