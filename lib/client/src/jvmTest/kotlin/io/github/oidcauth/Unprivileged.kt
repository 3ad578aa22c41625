package io.github.oidcauth

import io.kotest.core.test.Enabled
import java.io.IOException
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** Ways to meet the limits that the system sets to ordinary users, from whatever account the tests run. */
object Unprivileged {
    /** Takes root's privilege to pass over permissions from a child process. Nothing for who has none. */
    val prefix: List<String> =
        if (TokenFiles.isRoot) listOf("setpriv", "--bounding-set=-all", "--inh-caps=-all") else emptyList()

    val canStartChildren: Enabled by lazy {
        if (!TokenFiles.isRoot ||
            runs(prefix + "true")
        ) {
            Enabled.enabled
        } else {
            Enabled.disabled("setpriv cannot take root's privileges here")
        }
    }

    const val ANOTHER_USER: Int = 54321

    /** Runs a child process as [ANOTHER_USER], who may read everything, class files of root among it, and change nothing. */
    val prefixOfAnother: List<String> =
        listOf(
            "setpriv",
            "--reuid=$ANOTHER_USER",
            "--clear-groups",
            "--inh-caps=-all,+dac_read_search",
            "--ambient-caps=-all,+dac_read_search",
        )

    val canStartChildrenOfAnother: Enabled by lazy {
        if (TokenFiles.isRoot && runs(prefixOfAnother + "true")) {
            Enabled.enabled
        } else {
            Enabled.disabled("only root can start processes of other users")
        }
    }

    val isRoot: Enabled = if (TokenFiles.isRoot) Enabled.enabled else Enabled.disabled("only root can give files to other users")

    fun canMount(directory: Path): Enabled =
        if (TokenFiles.isRoot && mount(directory, "size=64k")) {
            unmount(directory)
            Enabled.enabled
        } else {
            Enabled.disabled("no file systems can be mounted here")
        }

    /** Puts a small file system of its own on [directory]. */
    fun mount(
        directory: Path,
        options: String,
    ): Boolean = runs(listOf("mount", "-t", "tmpfs", "-o", options, "none", directory.toString()))

    fun remountReadOnly(directory: Path): Boolean = runs(listOf("mount", "-o", "remount,ro", directory.toString()))

    fun unmount(directory: Path): Boolean = runs(listOf("umount", directory.toString()))

    private fun runs(command: List<String>): Boolean =
        try {
            val process = ProcessBuilder(command).redirectErrorStream(true).start()
            process.inputStream.use { it.readAllBytes() }
            process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
        } catch (_: IOException) {
            false
        }
}
