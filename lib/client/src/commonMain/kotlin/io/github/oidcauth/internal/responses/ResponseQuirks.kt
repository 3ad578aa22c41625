package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.addresses.queryParameters
import kotlinx.serialization.json.JsonPrimitive

/**
 * The differences between the responses of a provider and RFC 6749 §5.1 and RFC 8628 §3.2. Only the presets of providers set
 * them.
 */
internal class ResponseQuirks(
    /** True if responses may be form-encoded when their content type says so: GitHub without `Accept`, formerly Facebook. */
    val formEncoded: Boolean = false,
    /** The name of the object that contains the token, if the response has one with a token in it: Slack's `authed_user`. */
    val nestedUnder: String? = null,
    /** The separator of scopes in addition to spaces: a comma at GitHub and Slack. */
    val scopeSeparator: Char = ' ',
    /** The values of `token_type` that mean `Bearer`: Slack's `bot` and `user`. */
    val bearerNames: Set<String> = emptySet(),
    /** True if a response without `token_type` means `Bearer`: LinkedIn. */
    val bearerByDefault: Boolean = false,
) {
    /** Returns the [body] of a response as JSON; empty when it is a malformed form. */
    fun json(
        contentType: String?,
        body: String,
    ): String = if (formEncoded && isForm(contentType)) formAsJson(body).orEmpty() else body

    private fun isForm(contentType: String?) =
        contentType?.substringBefore(';')?.trim().equals("application/x-www-form-urlencoded", ignoreCase = true)

    /**
     * Returns [form] as JSON text, or null when it is malformed. Repeated parameters are repeated in the JSON; parameters without
     * a value are omitted.
     */
    private fun formAsJson(form: String): String? {
        val parameters = queryParameters(form) ?: return null
        return parameters.entries
            .flatMap { (name, values) -> values.map { name to it } }
            .filter { (_, value) -> value.isNotEmpty() }
            .joinToString(",", "{", "}") { (name, value) -> "${JsonPrimitive(name)}:${JsonPrimitive(value)}" }
    }

    private fun members(): List<Any?> = listOf(formEncoded, nestedUnder, scopeSeparator, bearerNames, bearerByDefault)

    override fun equals(other: Any?): Boolean = other is ResponseQuirks && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    companion object {
        /** No quirks: the responses follow the specification. */
        val STANDARD: ResponseQuirks = ResponseQuirks()
    }
}
