package io.github.oidcauth.internal.endpoints

/** What a request carries to show which client makes it. */
internal class Credentials(
    val headers: List<Pair<String, String>> = emptyList(),
    val parameters: List<Pair<String, String>> = emptyList(),
    /** What must not come back in an error. */
    val secrets: List<String> = emptyList(),
) {
    override fun toString(): String = "Credentials(██)"
}
