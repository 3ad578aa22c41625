package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.addresses.queryParameters
import kotlinx.serialization.json.JsonPrimitive

/** How the responses of a provider differ from RFC 6749 §5.1 and RFC 8628 §3.2. Only a preset names any, all in one place. */
internal class ResponseQuirks(
    /** Responses may be form-encoded when their content type says so: GitHub without `Accept`, Facebook once. */
    val formEncoded: Boolean = false,
    /** The token is in the object of this name where there is one with a token in it: Slack's `authed_user`. */
    val nestedUnder: String? = null,
    /** What stands between two scopes, beside spaces: a comma at GitHub and Slack. */
    val scopeSeparator: Char = ' ',
    /** Values of `token_type` that mean `Bearer`: Slack's `bot` and `user`. */
    val bearerNames: Set<String> = emptySet(),
    /** A response without `token_type` means `Bearer`: LinkedIn. */
    val bearerByDefault: Boolean = false,
) {
    /** The [body] of a response as JSON; empty when it is a form that nobody can read. */
    fun json(
        contentType: String?,
        body: String,
    ): String = if (formEncoded && isForm(contentType)) formAsJson(body).orEmpty() else body

    private fun isForm(contentType: String?) =
        contentType?.substringBefore(';')?.trim().equals("application/x-www-form-urlencoded", ignoreCase = true)

    /**
     * As JSON text, in which what is said twice is still there twice. Null when the form is malformed. What has no value counts
     * as left out.
     */
    private fun formAsJson(form: String): String? {
        val parameters = queryParameters(form) ?: return null
        return parameters.entries
            .flatMap { (name, values) -> values.map { name to it } }
            .filter { (_, value) -> value.isNotEmpty() }
            .joinToString(",", "{", "}") { (name, value) -> "${JsonPrimitive(name)}:${JsonPrimitive(value)}" }
    }

    companion object {
        /** None: the responses are what the specification says. */
        val STANDARD: ResponseQuirks = ResponseQuirks()
    }
}
