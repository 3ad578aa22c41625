package io.github.oidcauth.cli

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith

/** The results of one run of the command. */
internal class Result(
    val exitCode: Int,
    val stdout: String,
    val stderr: String,
) {
    override fun toString(): String = "exit code $exitCode\n--- stdout\n$stdout\n--- stderr\n$stderr"
}

/** Returns the output of a run that succeeded without warnings. */
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
