package io.github.oidcauth.internal.versions

/**
 * Fails, with advice, when this program has a version of Kotlin's library or of another one that this library does not run with. Each
 * platform has its own; the JVM's is in `jvmMain`.
 */
internal expect fun requireFittingVersions()
