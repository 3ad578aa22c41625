package io.github.oidcauth.cli

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith

/** What one run of the command left behind. */
internal class Result(
    val exitCode: Int,
    val stdout: String,
    val stderr: String,
) {
    override fun toString(): String = "exit code $exitCode\n--- stdout\n$stdout\n--- stderr\n$stderr"
}

/** What was printed by a run that succeeded, and complained of nothing. */
internal fun Result.succeeded(): String =
    withClue(this) {
        exitCode shouldBe ExitCode.SUCCESS
        stderr shouldBe ""
        stdout
    }

/** Standard output of a run that succeeded, whose only warning was that it printed a refresh token. */
internal fun Result.copied(): String =
    withClue(this) {
        exitCode shouldBe ExitCode.SUCCESS
        stderr.lines().filter { it.isNotEmpty() }.forEach { it shouldStartWith "warning: this is a copy of a refresh token" }
        stdout
    }
