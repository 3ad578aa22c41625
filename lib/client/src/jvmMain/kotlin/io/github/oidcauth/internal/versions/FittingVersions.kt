@file:JvmName("FittingVersions")

package io.github.oidcauth.internal.versions

/** Set in a native image of GraalVM, where classes were linked when it was built, and few can be looked for by name. */
private const val IMAGE = "org.graalvm.nativeimage.imagecode"

/** Null when all fits. Looked at once: the class path does not change. */
private val advice: String? =
    if (System.getProperty(IMAGE) == null) IncompatibleVersions.advice(IncompatibleVersions::class.java.classLoader) else null

/**
 * Fails, with advice, when this program has a version of Kotlin's library or of another one that this library does not run
 * with, as a platform may pin it. To be called first by what a program may call first, before it touches anything that an
 * older version lacks: else the program ends with a `NoSuchMethodError`.
 *
 * After the first call it costs a field. This package refers to the JDK and to what Kotlin 1.9 has, and to nothing else.
 *
 * @throws LinkageError that names the artifacts, the versions found and the lines to add. An error, as the JVM itself throws
 *   for a class path that does not fit; it is not wrapped when it is thrown while a class is initialised.
 */
internal fun requireFittingVersions() {
    if (advice != null) throw LinkageError(advice)
}
