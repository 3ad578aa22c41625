package io.github.oidcauth.cli.settings

/** The commented config.toml that `config init` writes, from the definitions of the options. Pure. */
internal class ConfigSample(
    private val keys: SettingKeys,
) {
    fun text(): String =
        listOf(
            HEAD,
            hosts(),
            DEFAULTS,
            keys.all.sortedBy {
                it.name
            }.joinToString("\n\n", transform = ::lines),
        ).joinToString("\n\n") +
            "\n"

    /** The first lines of TOML are the top of the file, so the sections of hosts are shown as comments only. */
    private fun hosts(): String =
        """
        # A host or issuer by a short name of yours: `oidc-auth token work`. `oidc-auth token https://login.example.com` takes
        # the same settings. Every setting below may be here, too. Sections belong to the end of the file.
        #
        #   [hosts.work]
        #   url = "https://login.example.com"
        #   client_id = "my-program"
        #   client_secret_file = "my-program.secret"
        #   scope = ["openid", "offline_access"]
        """.trimIndent()

    private fun lines(key: SettingKey): String =
        key.help.wrapped().joinToString("\n") { "# $it" } + "\n#${key.name} = ${placeholder(key)}"

    private fun placeholder(key: SettingKey): String {
        val word = key.metavar?.removeSuffix("...")?.uppercase()?.ifBlank { null } ?: "VALUE"
        return when (key.kind) {
            SettingKey.Kind.FLAG -> "true"
            SettingKey.Kind.TEXT -> "\"$word\""
            SettingKey.Kind.LIST -> "[\"$word\"]"
        }
    }

    private fun String.wrapped(): List<String> =
        split(' ').fold(mutableListOf("")) { lines, word ->
            val line = lines.last()
            if (line.isNotEmpty() &&
                line.length + word.length >= WIDTH
            ) {
                lines += word
            } else {
                lines[lines.lastIndex] = "$line $word".trim()
            }
            lines
        }

    private companion object {
        const val WIDTH = 100

        val HEAD =
            """
            # The settings of oidc-auth. `oidc-auth config` shows those that hold, and where they are from.
            #
            # Options of the command line come before variables (OIDC_AUTH_CLIENT_ID for client_id), which come before the
            # section of a host, which comes before the top of this file. Secrets do not belong here, but the names of their
            # files do. A file that is named without its directory is beside this one.
            """.trimIndent()

        const val DEFAULTS = "# Settings for all hosts. Remove the # of those that you change."
    }
}
