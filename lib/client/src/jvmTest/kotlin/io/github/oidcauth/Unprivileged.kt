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
        val isPossible = !TokenFiles.isRoot || runs(prefix + "true")
        val reason = if (hasSetpriv) "Not on this machine: leave for root to give up privileges." else SETPRIV
        isPossible.orSkip(reason)
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
        val isPossible = TokenFiles.isRoot && runs(prefixOfAnother + "true")
        val reason = if (hasSetpriv) "Not on this machine: root, who can start processes of other users." else SETPRIV
        isPossible.orSkip(reason)
    }

    val isRoot: Enabled = TokenFiles.isRoot.orSkip("Not on this machine: root, who can give files to other users.")

    fun canMount(directory: Path): Enabled {
        val isPossible = TokenFiles.isRoot && mount(directory, "size=64k") && unmount(directory)
        return isPossible.orSkip("Not on this machine: root with leave to mount file systems (CAP_SYS_ADMIN).")
    }

    /** Puts a small file system of its own on [directory]. */
    fun mount(
        directory: Path,
        options: String,
    ): Boolean = runs(listOf("mount", "-t", "tmpfs", "-o", options, "none", directory.toString()))

    fun remountReadOnly(directory: Path): Boolean = runs(listOf("mount", "-o", "remount,ro", directory.toString()))

    fun unmount(directory: Path): Boolean = runs(listOf("umount", directory.toString()))

    private const val SETPRIV = "Needs setpriv: apt-get install util-linux."

    private val hasSetpriv by lazy { runs(listOf("setpriv", "--dump")) }

    private fun runs(command: List<String>): Boolean =
        try {
            val process = ProcessBuilder(command).redirectErrorStream(true).start()
            process.inputStream.use { it.readAllBytes() }
            process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
        } catch (_: IOException) {
            false
        }
}
