package io.github.oidcauth.internal.environment

/** The environment variables of this process. */
internal object ProcessEnvironment : Environment {
    override fun get(name: String): String? = System.getenv(name)
}
