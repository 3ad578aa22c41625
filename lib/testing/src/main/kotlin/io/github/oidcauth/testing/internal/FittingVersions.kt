package io.github.oidcauth.testing.internal

import io.github.oidcauth.java.OidcAuth

/**
 * Fails, with advice, when this program has a version of Kotlin's library or of another one that this library does not run with. To be
 * called first where a test may begin: else it ends with a `NoClassDefFoundError`.
 *
 * @throws LinkageError that names the artifacts, the versions found and the lines to add.
 */
internal fun requireFittingVersions() {
    // The library looks when this object is initialised.
    OidcAuth.hashCode()
}
