package io.github.oidcauth.internal.sources

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.interaction.nullIfFailing

/** Reports to the program the failures that are thrown to no caller, because the callers get a token all the same. */
internal class FailureReports(
    private val listener: TokenSourceOptions.FailureListener?,
) {
    suspend fun tell(failure: Exception) {
        nullIfFailing { listener?.failed(failure) }
    }

    /** Reports the warning of a store. */
    suspend fun tell(warning: String): Unit = tell(StoreException(warning))
}
