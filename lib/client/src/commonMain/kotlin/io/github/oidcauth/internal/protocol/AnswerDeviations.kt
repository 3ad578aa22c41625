package io.github.oidcauth.internal.protocol

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** How the answers of a provider differ from RFC 6749 §5.1 and RFC 8628 §3.2. Only a preset names any, all in one place. */
internal class AnswerDeviations(
    /** Answers may be form-encoded when their content type says so: GitHub without `Accept`, Facebook once. */
    val formEncoded: Boolean = false,
    /** The token is in the object of this name where there is one with a token in it: Slack's `authed_user`. */
    val nestedUnder: String? = null,
    /** What stands between two scopes, beside spaces: a comma at GitHub and Slack. */
    val scopeSeparator: Char = ' ',
    /** Values of `token_type` that mean `Bearer`: Slack's `bot` and `user`. */
    val bearerNames: Set<String> = emptySet(),
    /** An answer without `token_type` means `Bearer`: LinkedIn. */
    val bearerUnlessSaid: Boolean = false,
) {
    /** The [body] of an answer as JSON; empty when it is a form that nobody can read. */
    fun json(
        contentType: String?,
        body: String,
    ): String = if (formEncoded && isForm(contentType)) formAsJson(body)?.toString().orEmpty() else body

    private fun isForm(contentType: String?) =
        contentType?.substringBefore(';')?.trim().equals("application/x-www-form-urlencoded", ignoreCase = true)

    /** Null when the form is malformed or says anything twice. What has no value counts as left out (RFC 6749 §3.2). */
    private fun formAsJson(form: String): JsonObject? {
        val parameters = queryParameters(form) ?: return null
        if (parameters.values.any { it.size > 1 }) return null
        return JsonObject(parameters.mapValues { JsonPrimitive(it.value.single()) }.filterValues { it.content.isNotEmpty() })
    }

    companion object {
        /** None: the answers are what the specification says. */
        val STANDARD: AnswerDeviations = AnswerDeviations()
    }
}
