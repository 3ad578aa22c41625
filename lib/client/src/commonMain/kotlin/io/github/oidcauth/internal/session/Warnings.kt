package io.github.oidcauth.internal.session

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/** Passes warnings to [warn], which leads into a program's own code. Nothing that becomes of that reaches a login. */
internal class Warnings(
    private val warn: suspend (String) -> Unit,
) {
    suspend fun tell(message: String) {
        try {
            warn(message)
        } catch (_: CancellationException) {
            currentCoroutineContext().ensureActive()
        } catch (_: Exception) {
            // The receiver of warnings itself fails, so there is no place to report that.
        }
    }
}
