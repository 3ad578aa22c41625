package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.LoginFlow

/** The words for a [LoginFlow] on the command line and in the environment. */
internal object LoginFlows {
    private const val VARIABLE = "OIDC_AUTH_FLOW"
    private val words = LoginFlow.entries.associateBy { it.name.lowercase().replace('_', '-') }

    val WORDS: Set<String> get() = words.keys

    /** Returns the flow that [word] names, or null when it names none. */
    fun find(word: String): LoginFlow? = words[word.lowercase()]

    /** Returns a sentence that says that [word] is unknown, and names the known words. */
    fun fault(word: String): String = "'${word.onOneLine()}' is none of ${words.keys.joinToString(", ")}."

    /** Returns the flow that the environment names, or null. @throws UsageError if it names an unknown one. */
    fun inEnvironment(environment: (String) -> String?): LoginFlow? {
        val word = environment(VARIABLE)?.trim()?.takeIf { it.isNotEmpty() } ?: return null
        return find(word) ?: throw UsageError("invalid value for $VARIABLE: ${fault(word)}")
    }
}
