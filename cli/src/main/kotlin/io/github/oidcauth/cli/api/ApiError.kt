package io.github.oidcauth.cli.api

import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.cli.onOneLine
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The one line about a response that is no success, for standard error. */
internal object ApiError {
    private val TITLES = listOf("title", "error", "message")
    private val DETAILS = listOf("detail", "error_description")
    private const val MAX_TEXT = 300
    private const val MAX_NESTING = 100

    /** An API may repeat the header of the request, and standard error often goes to a log. */
    private val CREDENTIAL = Regex("(?i)\\b(bearer|dpop|basic) +[a-z0-9._~+/=-]{8,}")

    /** Returns the line for [status] of a request of [method] to [url], with the words of the API in its JSON [body], if any. */
    fun line(
        status: Int,
        method: String,
        url: String,
        body: String,
    ): String {
        val words = wordsIn(body).joinToString(": ").let { if (it.isEmpty()) "" else ": $it" }
        return "Error: HTTP $status for $method ${url.substringBefore('?').onOneLine()}$words"
    }

    /** Returns the next step after the [refusal] of a token by an API, or null if there is none but to read what the API says. */
    fun advice(refusal: OAuthException?): String? =
        when (refusal) {
            is InsufficientScopeException -> {
                // Not a command to copy: the API could write anything into it.
                val scope = refusal.scope?.let { ": ${it.onOneLine().take(MAX_TEXT)}" }.orEmpty()
                "The token does not allow this. Log in again with --scope and the scope that the API requires$scope"
            }

            is InsufficientUserAuthenticationException -> {
                refusal.message
            }

            else -> {
                null
            }
        }

    private fun wordsIn(body: String): List<String> {
        val text = body.trim()
        if (!text.startsWith('{') || text.count { it == '{' || it == '[' } > MAX_NESTING) return emptyList()
        return try {
            val members = Json.parseToJsonElement(text) as? JsonObject ?: return emptyList()
            listOf(TITLES, DETAILS).mapNotNull { names -> names.firstNotNullOfOrNull { textOf(members, it) } }.distinct()
        } catch (_: SerializationException) {
            emptyList()
        }
    }

    private fun textOf(
        members: JsonObject,
        name: String,
    ): String? =
        (members[name] as? JsonPrimitive)?.takeIf {
            it.isString
        }?.content?.onOneLine()?.replace(CREDENTIAL, "$1 ...")?.trim()?.take(MAX_TEXT)?.ifEmpty { null }
}
