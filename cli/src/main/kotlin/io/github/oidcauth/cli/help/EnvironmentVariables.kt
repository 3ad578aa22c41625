// Tested by HelpTextTest.
package io.github.oidcauth.cli.help

/** The variables of the environment that the program reads, for the help and the manual. */
internal object EnvironmentVariables {
    /** Variables with one meaning. */
    class Variable(
        val names: List<String>,
        val meaning: String,
    )

    val ALL: List<Variable> =
        listOf(
            of(
                "OIDC_TOKEN_STORE",
                meaning = "As --store, but not seen in the list of processes: the place for an address with a password.",
            ),
            of("REDISCLI_AUTH", meaning = "The password of the Redis, in place of the address."),
            of("OIDC_TOKEN_STORE_KEY", meaning = "A key to encrypt the tokens in Redis with: 32 bytes in base64."),
            of(
                "OIDC_TOKEN_FILE",
                meaning =
                    "A token file to use instead of the one in the cache directory: one that export made, a token file, or a " +
                        "file with one bare token, which is only read.",
            ),
            of("INTERACTIVE_SESSION", meaning = "1 or 0: a user can, or cannot, log in here."),
            of(
                "HTTPS_PROXY",
                "HTTP_PROXY",
                meaning = "The proxy for https and for http, such as http://proxy.example.com:3128.",
            ),
            of(
                "ALL_PROXY",
                "NO_PROXY",
                meaning = "The proxy for both; hosts that need none, such as .corp.example.com,10.0.0.0/8.",
            ),
            of("SSL_CERT_FILE", meaning = "As --ca-file, for all programs that know it."),
            of("SSL_CERT_DIR", meaning = "The same, a directory of such files."),
            of(
                "OIDC_AUTH_...",
                meaning =
                    "As the option of that name: OIDC_AUTH_FLOW for --flow, OIDC_AUTH_NO_BROWSER=1. Several values have " +
                        "blanks between.",
            ),
            of("OIDC_AUTH_CONFIG", meaning = "A file of settings to use instead of config.toml; /dev/null for none."),
            of("KUBERNETES_EXEC_INFO", meaning = "The request of kubectl to exec-credential."),
            of("GIT_TERMINAL_PROMPT", meaning = "0: git-credential does not let you log in."),
            of("OIDC_AUTH_CLIENT_SECRET", meaning = "The secret of the client, in place of --client-secret-file."),
            of("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", meaning = "No colours; colours even into a file."),
            of("ACCESSIBLE", meaning = "1 is --plain."),
            of("FORCE_HYPERLINK", meaning = "1 or 0: URLs are links on the terminal, or not."),
            of("BROWSER", meaning = "The program that opens URLs."),
            of("JAVA_HOME", meaning = "The Java to run with."),
            of("OIDC_AUTH_OPTS", meaning = "Options for that Java."),
            of("OIDC_AUTH_CDS", meaning = "off: without an archive of classes, by which Java starts faster."),
        )

    private fun of(
        vararg names: String,
        meaning: String,
    ) = Variable(names.toList(), meaning)
}
