package io.github.oidcauth.cli.credentials

/** The scheme of the header `Authorization` that presents a token. */
internal enum class AuthenticationScheme(
    val word: String,
) {
    /** The token itself (RFC 6750 §2.1). */
    BEARER("Bearer"),

    /** The token as the password of a user (RFC 7617), which servers of git and registries accept. */
    BASIC("Basic"),
    ;

    companion object {
        private val QUOTED = Regex("\"(\\\\.|[^\"\\\\])*\"")

        /** Returns the scheme for a server with [challenges], the values of `WWW-Authenticate`: Basic only if Bearer is missing. */
        fun of(challenges: List<String>): AuthenticationScheme {
            val schemes = challenges.flatMap(::schemesIn)
            return if (BASIC.word.lowercase() in schemes && BEARER.word.lowercase() !in schemes) BASIC else BEARER
        }

        /** Returns the words at which a challenge may begin, in lower case; parameters such as `realm=""` among them. */
        private fun schemesIn(challenge: String): List<String> =
            challenge.replace(QUOTED, "").split(',').map { it.trim().substringBefore(' ').lowercase() }
    }
}
