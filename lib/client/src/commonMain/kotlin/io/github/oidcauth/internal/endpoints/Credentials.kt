package io.github.oidcauth.internal.endpoints

/** The headers and parameters that authenticate the client in a request. */
internal class Credentials(
    val headers: List<Pair<String, String>> = emptyList(),
    val parameters: List<Pair<String, String>> = emptyList(),
    /** The values that must not appear in an error. */
    val secrets: List<String> = emptyList(),
) {
    override fun toString(): String = "Credentials(██)"
}
