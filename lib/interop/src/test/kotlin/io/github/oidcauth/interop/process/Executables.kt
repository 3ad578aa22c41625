package io.github.oidcauth.interop.process

import java.io.File
import java.nio.file.Path
import kotlin.io.path.isExecutable
import kotlin.io.path.isRegularFile

/** The programs of this machine, by the search path. */
internal object Executables {
    /** The first of [names] that is on the path. */
    fun find(vararg names: String): Path? {
        val folders = System.getenv("PATH").orEmpty().split(File.pathSeparator).filter(String::isNotEmpty).map(Path::of)
        return names.firstNotNullOfOrNull { name ->
            folders.map { it.resolve(name) }.firstOrNull { it.isRegularFile() && it.isExecutable() }
        }
    }
}
