package io.github.oidcauth.cli

/** The exit codes of the process. Those up to 2 are the same as with the Python command, 4 the same as with `gh`. */
internal object ExitCode {
    const val SUCCESS: Int = 0

    /** No token could be obtained, or something else failed. */
    const val FAILURE: Int = 1

    /** The command line, or a setting, is invalid. */
    const val USAGE: Int = 2

    /** No response arrived from the server, or its certificate is not trusted. */
    const val UNREACHABLE: Int = 3

    /** A login is needed, and no user can log in here. */
    const val LOGIN_REQUIRED: Int = 4

    /** The user or the server denied the login. */
    const val DENIED: Int = 5

    /** The user did not complete the login in time. */
    const val TIMED_OUT: Int = 6

    /** The login is done, but its token could not be stored. */
    const val NOT_STORED: Int = 7

    /** 128 and the number of SIGINT, as shells set it. */
    const val INTERRUPTED: Int = 130

    /** All codes with the text for the help and the manual, in order. */
    val MEANINGS: Map<Int, String> =
        mapOf(
            SUCCESS to "done",
            FAILURE to "failed",
            USAGE to "wrong usage: the command line or a setting",
            UNREACHABLE to "the server cannot be reached, or is not trusted",
            LOGIN_REQUIRED to "a login is needed, and no user can log in here",
            DENIED to "the login was denied",
            TIMED_OUT to "the login was not completed in time",
            NOT_STORED to "done, but the token could not be stored",
            INTERRUPTED to "interrupted by Ctrl-C",
        )
}
