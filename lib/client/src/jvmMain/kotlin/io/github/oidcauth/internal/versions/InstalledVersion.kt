package io.github.oidcauth.internal.versions

import java.io.IOException

/** Finds the version of an installed library for a message: from the library itself, or else from the name of its jar. */
internal object InstalledVersion {
    private const val UNKNOWN = "of an unknown version"
    private const val COROUTINES = "META-INF/kotlinx_coroutines_core.version"

    /** Returns the version of the library of [requirement] that [loader] finds, or a text for an unknown version. */
    fun of(
        requirement: Requirement,
        loader: ClassLoader,
    ): String {
        val anchor = find(requirement.anchor, loader) ?: return UNKNOWN
        val own =
            when (requirement.anchor) {
                "kotlin.KotlinVersion" -> constant(anchor, "CURRENT")
                "okhttp3.OkHttp" -> constant(anchor, "VERSION")
                "kotlinx.coroutines.CoroutineDispatcher" -> line(loader, COROUTINES)
                else -> null
            }
        return own ?: ofJar(anchor) ?: UNKNOWN
    }

    private fun constant(
        type: Class<*>,
        name: String,
    ): String? =
        try {
            type.getField(name).get(null).toString()
        } catch (_: ReflectiveOperationException) {
            null
        }

    private fun line(
        loader: ClassLoader,
        resource: String,
    ): String? =
        try {
            loader.getResourceAsStream(resource)?.use { String(it.readAllBytes(), Charsets.US_ASCII).trim() }
        } catch (_: IOException) {
            null
        }

    private fun ofJar(type: Class<*>): String? = type.protectionDomain?.codeSource?.location?.let { inPath(it.toString()) }

    /** Returns `3.6.0` for `file:/…/okio-jvm-3.6.0.jar` and `jar:nested:/app.jar/!BOOT-INF/lib/okio-jvm-3.6.0.jar!/`. Pure. */
    fun inPath(path: String): String? {
        if (".jar" !in path) return null
        val name = path.substringBeforeLast(".jar").substringAfterLast('/')
        val hyphen = name.indices.firstOrNull { name[it] == '-' && name.getOrNull(it + 1)?.isDigit() == true } ?: return null
        return name.substring(hyphen + 1)
    }
}
