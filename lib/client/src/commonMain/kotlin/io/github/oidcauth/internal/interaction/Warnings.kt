package io.github.oidcauth.internal.interaction

/** Passes warnings to [warn], which leads into a program's own code. Nothing that becomes of that reaches a login. */
internal class Warnings(
    private val warn: suspend (String) -> Unit,
) {
    suspend fun tell(message: String) {
        nullIfFailing { warn(message) }
    }
}
