package io.github.oidcauth.internal.api

import io.github.oidcauth.http.JsonAdapter
import kotlinx.coroutines.CancellationException

/** Returns [value] as JSON text. @throws IllegalArgumentException when the adapter cannot write it. */
internal fun JsonAdapter.textOf(value: Any): String =
    try {
        write(value)
    } catch (e: CancellationException) {
        throw e
    } catch (e: Exception) {
        // Each library has its own exceptions.
        throw IllegalArgumentException("The JSON adapter cannot write ${value.javaClass.name}. See the cause.", e)
    }
