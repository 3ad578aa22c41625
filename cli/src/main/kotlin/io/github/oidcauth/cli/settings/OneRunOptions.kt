package io.github.oidcauth.cli.settings

/**
 * The options that only the command line can have: they say what this run does and prints. In a file, `force` would log in at
 * each call, and `all` would log out of everything.
 */
internal object OneRunOptions {
    /** Returns true if the option [name], without dashes, belongs to one run. */
    fun contains(name: String): Boolean = name in NAMES || SECRETS.containsMatchIn(name) || name.startsWith("no-revoke")

    /** Words for secrets. The name of a file with a secret is none. */
    private val SECRETS = Regex("(^|-)(secret|password|passphrase|token|assertion|code)s?$")

    val NAMES: Set<String> =
        setOf(
            // Actions and confirmations.
            "all",
            "clear",
            "dry-run",
            "force",
            "end-session",
            "list",
            "once",
            "remove",
            "remove-at-end",
            "remove-on-revoke-fail",
            "revoke-online",
            "yes",
            // Output.
            "access-token",
            "bare",
            "env",
            "format",
            "header",
            "help",
            "id-token",
            "include",
            "json",
            "mode",
            "output",
            "paginate",
            "raw",
            "silent",
            "version",
            // Servers that get a token, which a user names each time, and names for them.
            "for",
            "origin",
            "scheme",
            "username",
            // The subject of a command.
            "data",
            "field",
            "file",
            "from",
            "hint",
            "host",
            "input",
            "issuer",
            "method",
            "raw-field",
            "request-header",
            "subject",
            "to",
            "token-file",
            "verify",
        )
}
