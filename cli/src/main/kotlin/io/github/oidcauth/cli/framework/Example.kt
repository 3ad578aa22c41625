package io.github.oidcauth.cli.framework

/** A command line, and the job that it does. */
internal class Example(
    val line: String,
    val purpose: String,
)
