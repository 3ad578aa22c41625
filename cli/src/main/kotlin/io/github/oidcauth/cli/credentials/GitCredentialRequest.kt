package io.github.oidcauth.cli.credentials

/**
 * The request that git sends to a credential helper (git-credential(1), "INPUT/OUTPUT FORMAT"): attributes, one a line. The
 * values come from URLs, which the author of a repository may have written.
 */
internal class GitCredentialRequest private constructor(
    private val values: Map<String, List<String>>,
) {
    /** The server, or null if the request names none that speaks HTTP, or one that is not written plainly. */
    val server: ServerAddress? get() = single("host")?.let { host -> ServerAddress.of(single("protocol").orEmpty(), host) }

    /** The user name of the URL, or null. */
    val username: String? get() = single("username")?.toByteArray(Charsets.ISO_8859_1)?.toString(Charsets.UTF_8)

    val password: String? get() = single("password")

    /** The credential of a version of git that knows schemes other than Basic (2.46), encoded for its scheme, or null. */
    val credential: String? get() = single("credential")

    /** True if git accepts a scheme and an encoded credential in the response. */
    val acceptsScheme: Boolean get() = "authtype" in values["capability[]"].orEmpty()

    /** The values of `WWW-Authenticate` with which the server refused the request without a credential. */
    val challenges: List<String> get() = values["wwwauth[]"].orEmpty()

    override fun toString(): String = "GitCredentialRequest($server)"

    private fun single(name: String): String? = values[name]?.single()

    companion object {
        private const val LIST = "[]"

        /** Returns the request in [octets]. @throws InvalidHelperRequestException if git would not send it. */
        fun parse(octets: ByteArray): GitCredentialRequest {
            // One character for each octet: git does not encode paths, and what matters is ASCII.
            val text = octets.toString(Charsets.ISO_8859_1)
            if (text.any { it == '\r' || it == '\u0000' }) {
                // Programs that end a line there would see other attributes (CVE-2024-52006).
                throw InvalidHelperRequestException("The request of git contains a carriage return or NUL, and is not used.")
            }
            val values = mutableMapOf<String, MutableList<String>>()
            text.split('\n').takeWhile { it.isNotEmpty() }.forEach { line -> add(line, values) }
            return GitCredentialRequest(values)
        }

        private fun add(
            line: String,
            values: MutableMap<String, MutableList<String>>,
        ) {
            val name = line.substringBefore('=', "")
            if (name.isEmpty()) throw InvalidHelperRequestException("The request of git has a line without a name and a value.")
            val value = line.substringAfter('=')
            val list = values.getOrPut(name) { mutableListOf() }
            // An empty value empties a list; for any other attribute it is a value.
            if (name.endsWith(LIST)) {
                if (value.isEmpty()) list.clear() else list += value
                return
            }
            // The second one may have been inserted with a line break in a URL (CVE-2020-5260).
            if (list.isNotEmpty()) {
                throw InvalidHelperRequestException(
                    "The request of git has an attribute twice, and is not used.",
                )
            }
            list += value
        }
    }
}
