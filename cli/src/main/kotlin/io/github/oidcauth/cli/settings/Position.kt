package io.github.oidcauth.cli.settings

/** A place in a file, counted from 1. */
internal data class Position(
    val line: Int,
    val column: Int,
) {
    override fun toString(): String = "line $line, column $column"
}
