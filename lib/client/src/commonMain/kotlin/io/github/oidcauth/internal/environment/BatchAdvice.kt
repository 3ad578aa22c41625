package io.github.oidcauth.internal.environment

import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.text.shellWord

/**
 * The advice for a batch job without a usable token: how to provide one. It never creates a second copy of a refresh token,
 * because a server that rotates refresh tokens ends the session of both copies.
 */
internal class BatchAdvice(
    private val host: String,
    /** The command line of `oidc-auth` that logs in to the same token. */
    private val command: LoginCommand,
    private val location: TokenLocation,
    /** The environment variable that names a file with a token, or with a whole token store. */
    private val variable: String = TOKEN_FILE_VARIABLE,
) {
    /** The place where the job expects its token. */
    sealed interface TokenLocation {
        /** The token file in the cache directory; the variable for it is not set. */
        data object CacheDirectory : TokenLocation

        /** The file [path] that the variable names. */
        class Variable(
            val path: String,
            val exists: Boolean,
            /** True if a login can write a token to it. False for a bare token or a stream. */
            val isWritable: Boolean,
        ) : TokenLocation

        /** The file [path] that the program or an option names. */
        class File(
            val path: String,
        ) : TokenLocation

        /** A store of another kind. */
        data object OtherStore : TokenLocation
    }

    /** Returns the advice in several lines, some of them commands to copy. [reason] is [Interactivity.reason]. */
    fun text(reason: String): String =
        listOf(
            "There is no usable token for $host, and no user to log in: this session counts as batch, because $reason.",
            if (command.isKnown) steps() else ownProgramSteps(),
            "If a user is present after all, use `oidc-auth --interactive`, set ${Interactivity.VARIABLE}=1, or make the " +
                "session interactive in the program's configuration.",
        ).joinToString("\n")

    private fun steps(): String =
        when (location) {
            TokenLocation.CacheDirectory -> exportSteps()
            is TokenLocation.Variable -> variableSteps(location)
            is TokenLocation.File -> fileSteps(location.path)
            TokenLocation.OtherStore -> otherStoreSteps()
        }

    private fun exportSteps(): String =
        """
        |Log in on a machine with a browser, move the token to a file of its own that only you can read, and bring that file here:
        |    ${command.login()}
        |    ${command.export("token.json")}
        |Then name the file before the job starts:
        |    export $variable="${'$'}PWD/token.json"
        """.trimMargin()

    private fun variableSteps(location: TokenLocation.Variable): String {
        val name = location.path.printable(max = MAX_PATH)
        if (!location.isWritable) {
            return "$variable names $name, whose token is not usable and cannot be refreshed. Put a newer one there."
        }
        val fault = if (location.exists) "which has no usable token for it" else "which does not exist"
        return """
            |$variable names $name, $fault.
            |Correct it, or log in to that file on a machine with a browser, and bring it here if that is another one:
            |    $TOKEN_FILE_VARIABLE=${shellWord(location.path)} ${command.login()}
            """.trimMargin()
    }

    private fun fileSteps(path: String): String =
        """
        |Log in on a machine with a browser, and move the token to the file in which this program looks for it:
        |    ${command.login()}
        |    ${command.export(path)}
        """.trimMargin()

    private fun otherStoreSteps(): String =
        """
        |Log in on a machine with a browser, to the store of this program, whose address takes the place of ADDRESS:
        |    ${command.login()} --store ADDRESS
        """.trimMargin()

    private fun ownProgramSteps(): String =
        "Log in with this program on a machine with a user, and bring its tokens here: " +
            "the command oidc-auth cannot authenticate as its client."

    companion object {
        /** The variable that names a file with a token, or with a whole token store, for the command and by default. */
        const val TOKEN_FILE_VARIABLE: String = "OIDC_TOKEN_FILE"

        private const val MAX_PATH = 1000
    }
}
