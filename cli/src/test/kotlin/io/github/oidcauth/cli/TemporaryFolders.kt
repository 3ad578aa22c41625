package io.github.oidcauth.cli

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively

/** Folders for what has no spec to delete them: they go when all tests have run. */
@OptIn(ExperimentalPathApi::class)
internal object TemporaryFolders {
    private val folders = ConcurrentLinkedQueue<Path>()

    init {
        // Unlike File.deleteRecursively this does not follow links out of a folder.
        Runtime.getRuntime().addShutdownHook(Thread { folders.forEach { it.deleteRecursively() } })
    }

    fun new(): Path = Files.createTempDirectory("oidc-auth").also { folders.add(it) }
}
