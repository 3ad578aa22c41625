package io.github.oidcauth.testing.internal

import io.github.oidcauth.java.OidcAuth

/**
 * Checks that this program has the versions of Kotlin's and other libraries that this library needs, and says what to do if
 * not. It must be called first where a test may begin: otherwise the test ends with a `NoClassDefFoundError`.
 *
 * @throws LinkageError that names the artifacts, the versions found and the lines to add.
 */
internal fun requireFittingVersions() {
    // The library checks when this object is initialized.
    OidcAuth.hashCode()
}
