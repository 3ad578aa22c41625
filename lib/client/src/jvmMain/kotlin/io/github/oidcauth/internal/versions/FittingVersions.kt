@file:JvmName("FittingVersions")

package io.github.oidcauth.internal.versions

/** Set in a native image of GraalVM, where classes are linked at build time, and few can be found by name. */
private const val IMAGE = "org.graalvm.nativeimage.imagecode"

/** The advice, or null when all versions fit. Computed once, since the class path does not change. */
private val advice: String? =
    if (System.getProperty(IMAGE) == null) IncompatibleVersions.advice(IncompatibleVersions::class.java.classLoader) else null

/**
 * Fails, with advice, when the program has a version of Kotlin's library or of another one that this library does not run with,
 * for example because a platform pins it. The entry points of the library call it first, before they use anything that an older
 * version lacks; otherwise the program would end with a `NoSuchMethodError`.
 *
 * After the first call it only reads a field. This package uses nothing but the JDK and what Kotlin 1.9 has.
 *
 * @throws LinkageError that names the artifacts, the versions found and the lines to add. An error, as the JVM itself throws for
 * a class path that does not fit; it is not wrapped when it is thrown while a class is initialised.
 */
internal fun requireFittingVersions() {
    if (advice != null) throw LinkageError(advice)
}
