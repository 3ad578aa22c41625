package io.github.oidcauth.measure

import java.io.IOException
import java.nio.file.Path

/** Reads the subjects of all commits of a tree with `git log`. Returns none if there is no git. */
object CommitSubjects {
    const val LIMIT: Int = 72

    fun of(root: Path): List<String> =
        try {
            val command = ProcessBuilder("git", "-C", "$root", "log", "--format=%s")
            val process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start()
            process.inputStream.bufferedReader().readLines().takeIf { process.waitFor() == 0 }.orEmpty()
        } catch (_: IOException) {
            emptyList()
        }
}
