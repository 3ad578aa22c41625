package io.github.oidcauth.internal.environment

import io.github.oidcauth.internal.protocol.shellWord

/** What to tell someone whose batch job has no usable token: how to bring one along. */
internal object BatchAdvice {
    /** The variable that names a file with a token, or with a whole token store. */
    const val TOKEN_FILE_VARIABLE: String = "OIDC_TOKEN_FILE"

    /**
     * Several lines, commands that can be copied among them. [host] is the application and [reason] that of [Interactivity].
     */
    fun text(
        host: String,
        reason: String,
    ): String =
        """
        |There is no usable token for $host, and nobody to log in: this session counts as batch, because $reason.
        |Log in on a machine with a browser, move the token to a file of its own that only you can read, and bring that file here:
        |    oidc-auth login ${shellWord(host)}
        |    oidc-auth export ${shellWord(host)} token.json
        |Then name the file before the job starts:
        |    export $TOKEN_FILE_VARIABLE="${'$'}PWD/token.json"
        |If a person is here after all, set ${Interactivity.VARIABLE}=1, or make the session interactive in the program's configuration.
        """.trimMargin()
}
