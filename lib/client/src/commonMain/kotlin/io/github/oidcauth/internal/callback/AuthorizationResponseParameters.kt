// Tested by AuthorizationResponseTest.
package io.github.oidcauth.internal.callback

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.queryParameters

/** Extracts the parameters of a response from a URL, a form or a map. Pure. */
internal object AuthorizationResponseParameters {
    /** An upper limit, in characters, that no response exceeds, not even a signed and encrypted one. */
    const val MAX_LENGTH: Int = 65_536

    /**
     * Returns the parameters in the query of [url].
     *
     * @throws InvalidResponseException when [url] is not [redirectUri] with a response in its query.
     */
    fun ofUrl(
        url: String,
        redirectUri: String,
    ): Map<String, List<String>> {
        val text = requireValid(url)
        val fragment = queryParameters(text.substringAfter('#', "")).orEmpty()
        if (fragment.keys.any { it in AuthorizationResponseContent.NAMES || it in TOKENS }) {
            throw InvalidResponseException(
                "The response came in the fragment of the URL, after '#', which was not requested. It must be in the query.",
            )
        }
        return RedirectTarget(redirectUri).parametersIn(text)
            ?: throw InvalidResponseException("The URL is not the redirect URI of the request with a response in its query.")
    }

    /**
     * Returns the parameters of [form].
     *
     * @throws InvalidResponseException when [form] is not form-encoded.
     */
    fun ofForm(form: String): Map<String, List<String>> =
        queryParameters(requireValid(form)) ?: throw InvalidResponseException("The response is not form-encoded.")

    /**
     * Returns [parameters].
     *
     * @throws InvalidResponseException when they are too large for a response.
     */
    fun of(parameters: Map<String, List<String>>): Map<String, List<String>> {
        val length = parameters.entries.sumOf { (name, values) -> values.sumOf { name.length.toLong() + it.length } }
        if (length > MAX_LENGTH) throw tooLarge()
        return parameters
    }

    private fun requireValid(text: String): String {
        if (text.length > MAX_LENGTH) throw tooLarge()
        if (text.any { it !in '!'..'~' }) {
            throw InvalidResponseException("The response has characters that are neither in URLs nor in forms.")
        }
        return text
    }

    private fun tooLarge() = InvalidResponseException("The response has more than $MAX_LENGTH characters, which is too long.")

    private val TOKENS = setOf("access_token", "id_token")
}
