package io.github.oidcauth.internal.callback

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.queryParameters

/** The parameters of a response, from whatever a program was given. Pure. */
internal object AuthorizationResponseParameters {
    /** More than any server sends, a signed and encrypted response included. */
    const val MAX_LENGTH: Int = 65_536

    /** @throws InvalidResponseException when [url] is not [redirectUri] with a response in its query. */
    fun ofUrl(
        url: String,
        redirectUri: String,
    ): Map<String, List<String>> {
        val text = requireValid(url)
        val fragment = queryParameters(text.substringAfter('#', "")).orEmpty()
        if (fragment.keys.any { it in AuthorizationResponseContent.NAMES || it in TOKENS }) {
            throw InvalidResponseException(
                "The response came in the fragment of the URL, behind '#', which was not asked for. It belongs into the query.",
            )
        }
        return RedirectTarget(redirectUri).parametersIn(text)
            ?: throw InvalidResponseException("The URL is not the redirect URI of the request with a response in its query.")
    }

    /** @throws InvalidResponseException when [form] is not form-encoded. */
    fun ofForm(form: String): Map<String, List<String>> =
        queryParameters(requireValid(form)) ?: throw InvalidResponseException("The response is not form-encoded.")

    /** @throws InvalidResponseException when [parameters] are too large to be a response. */
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

    private fun tooLarge() = InvalidResponseException("The response has more than $MAX_LENGTH characters, which none has.")

    private val TOKENS = setOf("access_token", "id_token")
}
