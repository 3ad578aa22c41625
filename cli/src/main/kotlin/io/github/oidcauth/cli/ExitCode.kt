package io.github.oidcauth.cli

/** What the process ends with: the same as with the Python command. */
internal object ExitCode {
    const val SUCCESS: Int = 0

    /** No token could be had, or the store failed. */
    const val FAILURE: Int = 1

    /** The command line makes no sense. */
    const val USAGE: Int = 2

    /** 128 and the number of SIGINT, as shells have it. */
    const val INTERRUPTED: Int = 130
}
