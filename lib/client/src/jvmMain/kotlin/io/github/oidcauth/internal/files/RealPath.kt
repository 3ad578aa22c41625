package io.github.oidcauth.internal.files

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** Paths of token files that are equal if the files are the same. */
internal object RealPath {
    /**
     * Returns [path] with links resolved as far as possible. If the file itself is a link, that link is kept, because a mounted
     * secret is a link that changes its target with each update.
     */
    fun of(path: Path): Path {
        val linkParent = path.parent?.takeIf { Files.isSymbolicLink(path) }
        return linkParent?.let { resolveLinks(it).resolve(path.fileName) } ?: resolveLinks(path)
    }

    /** A path that does not exist yet has no links to resolve. */
    private fun resolveLinks(path: Path): Path =
        try {
            path.toRealPath()
        } catch (_: IOException) {
            val parent = path.parent
            if (parent == null) path else resolveLinks(parent).resolve(path.fileName)
        }
}
