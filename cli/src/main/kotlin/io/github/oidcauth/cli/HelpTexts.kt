package io.github.oidcauth.cli

import com.github.ajalt.clikt.output.Localization

/** The words of the help beside those of the options. */
internal object HelpTexts : Localization {
    const val INTRODUCTION: String =
        "Logs in to an application and prints the token. A stored token is used, or refreshed, as long as that is possible. " +
            "`oidc-auth token HOST` prints the bare access token and nothing else, for use in scripts."

    const val EPILOG: String =
        "Results go to standard output, everything else to standard error. Exit code 0: done, 1: no token, 2: wrong usage. " +
            "OIDC_TOKEN_FILE names a token file to use instead of the one in the cache directory, also for --list, --clear and " +
            "--remove. INTERACTIVE_SESSION=0 or 1 settles whether somebody is there to log in."

    override fun helpOptionMessage(): String = "Show this text."
}
