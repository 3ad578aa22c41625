package io.github.oidcauth.http

import io.github.oidcauth.internal.json.toPlainMap

/** The members of [ProblemDetails] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface ProblemDetailsForJava {
    /** Returns [ProblemDetails.extensions] as maps, lists, strings, booleans, numbers and null. */
    public fun getExtensions(): Map<String, Any?> = problem.extensions.toPlainMap()

    private val problem: ProblemDetails get() =
        when (this) {
            is ProblemDetails -> this
        }
}
