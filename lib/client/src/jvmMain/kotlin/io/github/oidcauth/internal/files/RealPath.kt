package io.github.oidcauth.internal.files

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** Names of token files that are equal when the files are the same. */
internal object RealPath {
    /** [path], as real as it can be made. What is mounted leads to another place with each update, so the file itself may be a link. */
    fun of(path: Path): Path {
        val parent = path.parent
        return if (parent != null &&
            Files.isSymbolicLink(path)
        ) {
            resolveLinks(parent).resolve(path.fileName)
        } else {
            resolveLinks(path)
        }
    }

    /** What does not exist yet has no links to follow. */
    private fun resolveLinks(path: Path): Path =
        try {
            path.toRealPath()
        } catch (_: IOException) {
            val parent = path.parent
            if (parent == null) path else resolveLinks(parent).resolve(path.fileName)
        }
}
