package io.github.oidcauth.cli.settings

import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.context
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.versionOption
import java.nio.file.Path

/** A command with an option of each kind. */
internal class OptionsOfEachKind(
    settings: Settings? = null,
) : CoreCliktCommand("probe") {
    val clientId by option("--client-id", metavar = "ID", help = "The name of your program.")
    val clientSecretFile by option("--client-secret-file", metavar = "FILE", help = "The file with its secret.")
    val scopes by option("--scope", metavar = "SCOPE", help = "Scope. Default: openid. Add more.").multiple()
    val params by option("--param", metavar = "NAME=VALUE", help = "More parameters.").multiple()
    val ports by option("-p", "--ports", help = "Ports. Default: 53100 to 53105.").multiple()
    val redirectUri by option("--redirect-uri", help = "Redirect URI.")
    val timeout by option("--timeout", help = "Seconds.").convert { it.toIntOrNull() ?: fail("'$it' is no number.") }
    val noBrowser by option("--no-browser", help = "Open no browser.").flag()
    val store by option("--store", help = "The place of the tokens. Default: file.")
    val force by option("--force", help = "Log in again.").flag()

    init {
        versionOption("1")
        if (settings != null) context { valueSource = SettingsSource(settings) }
    }

    override fun run() = Unit
}

/** Reads files of settings for a command with [OptionsOfEachKind]. */
internal object SettingsBench {
    val path: Path = Path.of("/home/alice/.config/oidc-auth/config.toml")
    val keys = SettingKeys.of(listOf(OptionsOfEachKind()))

    fun parse(text: String): ConfigParser.Result = ConfigParser(keys, setOf("login", "token")).parse(text.trimIndent(), path)

    /** Returns the content of a file that has no faults. */
    fun file(text: String): ConfigFile {
        val result = parse(text)
        check(result.faults.isEmpty()) { result.faults }
        return result.file
    }

    fun settings(
        text: String = "",
        variables: Map<String, String> = emptyMap(),
        host: String? = null,
        arguments: List<String> = emptyList(),
    ): Settings = Settings(variables::get, arguments, host) { file(text) }
}
