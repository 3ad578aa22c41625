package io.github.oidcauth.internal.versions

/**
 * Fails, with advice, when this program has a version of the Kotlin standard library, or of another library, that this library
 * does not run with. Each platform has its own check; the check of the JVM is in `jvmMain`.
 */
internal expect fun requireFittingVersions()
