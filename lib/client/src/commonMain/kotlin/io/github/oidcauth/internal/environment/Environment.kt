package io.github.oidcauth.internal.environment

/** The environment variables of the process, or a test's stand-in. */
internal fun interface Environment {
    operator fun get(name: String): String?
}
