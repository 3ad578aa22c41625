package io.github.oidcauth.internal.interaction

/** Passes warnings to [warn], which calls the program's code. Its failures do not affect the login. */
internal class Warnings(
    private val warn: suspend (String) -> Unit,
) {
    suspend fun tell(message: String) {
        nullIfFailing { warn(message) }
    }
}
