package io.github.oidcauth.cli

/** The exit codes of the process. Those up to 2 are the same as with the Python command. */
internal object ExitCode {
    const val SUCCESS: Int = 0

    /** No token could be obtained, or something else failed. */
    const val FAILURE: Int = 1

    /** The command line is invalid. */
    const val USAGE: Int = 2

    /** A user has to log in, and no user can be asked. */
    const val LOGIN_REQUIRED: Int = 3

    /** The token of a login is not stored, or could not be: the store cannot be used. */
    const val NOT_STORED: Int = 4

    /** 128 and the number of SIGINT, as shells set it. */
    const val INTERRUPTED: Int = 130
}
