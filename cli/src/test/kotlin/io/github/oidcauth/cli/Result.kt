package io.github.oidcauth.cli

/** What one run of the command left behind. */
internal class Result(
    val exitCode: Int,
    val stdout: String,
    val stderr: String,
) {
    override fun toString(): String = "exit code $exitCode\n--- stdout\n$stdout\n--- stderr\n$stderr"
}
