package io.github.oidcauth.cli.tokens

/** Recognizes tokens among the arguments, where every user of the machine can read them, and shells remember them. */
internal object TokenArgument {
    /** The beginning of a JSON object in base64url; opaque tokens look like names of hosts. */
    private val jwt = Regex("eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]*)+")

    /** Returns true if [word] is a JWT, maybe after the word `Bearer`. */
    fun isToken(word: String): Boolean = jwt.matches(word.trim().substringAfterLast(' '))
}
