// Tested by LoginTest.
package io.github.oidcauth.cli.framework

import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenStore
import io.github.oidcauth.cli.ClientSecretFile
import io.github.oidcauth.cli.ProcessContext
import io.github.oidcauth.cli.ShownLogin
import io.github.oidcauth.cli.StoreChoice
import io.github.oidcauth.cli.VerboseLog
import io.github.oidcauth.cli.accounts.Accounts
import io.github.oidcauth.cli.accounts.AccountsFile
import io.github.oidcauth.cli.screen.PromptSettings
import io.github.oidcauth.cli.settings.ConfigLocation
import io.github.oidcauth.cli.settings.SettingsSource
import java.io.PrintStream

/** The parts of its process and of its general options that a command uses in one run. */
internal class CommandContext(
    val process: ProcessContext,
    private val command: Command,
) {
    private val general = command.general

    val stderr: PrintStream get() = process.stderr
    val isVerbose: Boolean = general.verbose
    val log = VerboseLog(stderr, isVerbose)

    /** The user interface, which remembers the login that it showed. */
    val interaction = ShownLogin(process.interaction(PromptSettings.of(command)))

    val notices = StoreNotices { interaction.warn(it) }

    /** The store that the user names. Opened on first use. @throws io.github.oidcauth.AuthException if it cannot be one. */
    val storeChoice: StoreChoice by lazy {
        StoreChoice.of(process.environment, general.store, general.appName, notices, storeOption).also { choice ->
            log.debug { choice.toString() }
        }
    }

    val store: TokenStore get() = storeChoice.store

    /** The place that names the store: a setting, or the option. */
    private val storeOption: String by lazy {
        (command.currentContext.valueSource as? SettingsSource)?.placeOf("store") ?: "--store"
    }

    /** The accounts of the user at each server, and the one in use. */
    val accounts: Accounts by lazy {
        Accounts(AccountsFile(ConfigLocation(process.environment).own(AccountsFile.NAME))) { store }
    }

    /** The file of certificate authorities to trust, or null if none is named. */
    val caFile: String? by lazy { general.caFile?.let { StoreChoice.pathOf(it, "--ca-file").toString() } }

    /**
     * Returns the client secret in [file], which may be `-` for standard input, else that of the environment, or null if there
     * is none. The variable is read here and nowhere else, so that no list of settings shows it.
     */
    suspend fun secretIn(file: String?): String? =
        file?.let { ClientSecretFile(it, process.stdin).read() }
            ?: process.environment(CLIENT_SECRET)?.trim()?.takeIf { it.isNotEmpty() }

    companion object {
        const val CLIENT_SECRET: String = "OIDC_AUTH_CLIENT_SECRET"
    }
}
