package io.github.oidcauth.internal.environment

/** The environment variables of the process, or of a test. */
internal fun interface Environment {
    operator fun get(name: String): String?
}
