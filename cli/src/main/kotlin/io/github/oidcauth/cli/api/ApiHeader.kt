package io.github.oidcauth.cli.api

/** A header of a request of `api`, from `-H 'Name: value'`. */
internal object ApiHeader {
    private val SECRETS = setOf("authorization", "proxy-authorization", "cookie", "dpop")

    /** Returns the header in [text], or null if it has no name. */
    fun of(text: String): Pair<String, String>? {
        val name = text.substringBefore(':', "").trim()
        return if (name.isEmpty()) null else name to text.substringAfter(':').trim()
    }

    /** Returns true if the header [name] has a secret as its value, which must not stand among the arguments of a program. */
    fun isSecret(name: String): Boolean = name.lowercase() in SECRETS
}
