// Tested by AuthorizationResponseTest.
package io.github.oidcauth.internal.callback

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.text.printable

/** Extracts the parameters of a response from a URL, a form or a map. Pure. */
internal object AuthorizationResponseParameters {
    /** An upper limit, in characters, that no response exceeds, not even a signed and encrypted one. */
    const val MAX_LENGTH: Int = 65_536

    /**
     * Returns the parameters in [text]: the URL that the browser was sent to, or its query alone, with the question mark or without.
     *
     * @throws InvalidResponseException when [text] is neither a query nor [redirectUri] with a response in its query.
     */
    fun ofText(
        text: String,
        redirectUri: String,
    ): Map<String, List<String>> {
        requireNotInFragment(requireValid(text))
        val target = RedirectTarget(redirectUri)
        return if (BARE.containsMatchIn(text)) {
            val query = text.removePrefix("?").substringBefore('#')
            target.withoutOwn(queryParameters(query) ?: throw InvalidResponseException("The response is not form-encoded."))
        } else {
            target.parametersIn(text)
                ?: throw InvalidResponseException("The URL is not the redirect URI of the request with a response in its query.")
        }
    }

    /**
     * Returns the parameters of [form].
     *
     * @throws InvalidResponseException when [form] is not form-encoded.
     */
    fun ofForm(form: String): Map<String, List<String>> =
        queryParameters(requireValid(form)) ?: throw InvalidResponseException("The response is not form-encoded.")

    /**
     * Returns every value of every name in [parameters], decoded as HTTP libraries and servlets hand them over: one string, a
     * collection or an array of strings for each name. Null is no value. The query of [redirectUri] itself is left out.
     *
     * @throws InvalidResponseException when they are too large for a response.
     * @throws IllegalArgumentException when a value is something else.
     */
    fun of(
        parameters: Map<String, *>,
        redirectUri: String,
    ): Map<String, List<String>> {
        val all = parameters.mapValues { (name, value) -> valuesOf(name, value) }.filterValues { it.isNotEmpty() }
        val length = all.entries.sumOf { (name, values) -> values.sumOf { name.length.toLong() + it.length } }
        if (length > MAX_LENGTH) throw tooLarge()
        return RedirectTarget(redirectUri).withoutOwn(all)
    }

    private fun valuesOf(
        name: String,
        value: Any?,
    ): List<String> {
        val values =
            when (value) {
                is Iterable<*> -> value.toList()
                is Array<*> -> value.toList()
                else -> listOf(value)
            }
        return values.filterNotNull().map {
            requireNotNull(it as? String) {
                "The parameter ${name.printable()} is neither a string nor several. Pass the decoded parameters of the request."
            }
        }
    }

    private fun requireNotInFragment(text: String) {
        val fragment = queryParameters(text.substringAfter('#', "")).orEmpty()
        if (fragment.keys.any { it in AuthorizationResponseContent.NAMES || it in TOKENS }) {
            throw InvalidResponseException(
                "The response came in the fragment of the URL, after '#', which was not requested. It must be in the query.",
            )
        }
    }

    private fun requireValid(text: String): String {
        if (text.length > MAX_LENGTH) throw tooLarge()
        if (text.any { it !in '!'..'~' }) {
            throw InvalidResponseException("The response has characters that are neither in URLs nor in forms.")
        }
        return text
    }

    private fun tooLarge() = InvalidResponseException("The response has more than $MAX_LENGTH characters, which is too long.")

    /** The beginning of a query. A URL has a ':' or a '/' before its first '='. */
    private val BARE = Regex("^([?]|[^:/?#=&]+=)")

    private val TOKENS = setOf("access_token", "id_token")
}
