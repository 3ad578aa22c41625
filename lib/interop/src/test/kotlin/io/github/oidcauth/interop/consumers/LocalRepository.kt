package io.github.oidcauth.interop.consumers

import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteRecursively
import kotlin.io.path.exists
import kotlin.io.path.isDirectory
import kotlin.io.path.isSymbolicLink
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.moveTo
import kotlin.io.path.name
import kotlin.io.path.relativeTo

/**
 * A local Maven repository in which everything is that of this machine, by symbolic links, but for [Artifacts]: nothing is
 * downloaded or copied twice, and the repository of this machine never has a build of ours that its owner has not installed.
 */
internal class LocalRepository private constructor(
    val folder: Path,
    private val machine: Path,
) {
    /** Moves what came anew to the repository of this machine, for the next time. */
    fun keepDownloads(): Unit =
        PARENTS.map(folder::resolve).forEach { parent ->
            parent.listDirectoryEntries().filter { isForeign(it) && !it.isSymbolicLink() }.forEach {
                val place = machine.resolve(it.relativeTo(folder).toString())
                if (!place.exists()) it.moveTo(place)
            }
        }

    private fun link(): Unit =
        PARENTS.forEach { parent ->
            val here = folder.resolve(parent).createDirectories()
            val there = machine.resolve(parent).createDirectories()
            there
                .listDirectoryEntries()
                .map { here.resolve(it.name) to it }
                .filter { (link, _) -> isForeign(link) }
                .forEach { (link, original) -> link.createSymbolicLinkPointingTo(original) }
        }

    /** False for our own folder and those above it, which are folders here and no links. */
    private fun isForeign(entry: Path): Boolean {
        val isOurs = folder.resolve(OURS).startsWith(entry)
        return !isOurs && (!entry.exists() || entry.isDirectory())
    }

    companion object {
        private const val OURS = "io/github/oidcauth"
        private val PARENTS = listOf("", "io", "io/github")

        /** Makes it anew, so that nothing of an earlier build is left in it. */
        @OptIn(ExperimentalPathApi::class)
        fun prepare(): LocalRepository {
            val folder = Folders.target.resolve("consumers-repository")
            // Removes the links, not what they point to.
            folder.deleteRecursively()
            return LocalRepository(folder, Path.of(System.getProperty("interop.repository"))).also {
                it.link()
                Artifacts.installTo(folder)
            }
        }
    }
}
