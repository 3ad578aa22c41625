package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.ClearOptions

/** The options of `logout`: the actions, and the tokens. */
internal class LogoutOptions : OptionGroup("For the logout") {
    val all by option("--all", help = "Log out of everything.").flag()
    val endSession by option(
        "--end-session",
        help = "End your session in the browser, too: opens the logout page of the issuer.",
    ).flag()
    private val revokeOnline by option("--revoke-online", help = "Revoke the tokens of all other sessions, too.").flag()
    private val noRevokeOffline by option("--no-revoke-offline", help = "Revoke no offline session.").flag()
    private val removeOnRevokeFail by option(
        "--remove-on-revoke-fail",
        help = "Remove tokens that could not be revoked, too.",
    ).flag()

    val clearOptions: ClearOptions
        get() =
            ClearOptions {
                revokeOffline = !noRevokeOffline
                revokeOnline = this@LogoutOptions.revokeOnline
                removeOnRevokeFail = this@LogoutOptions.removeOnRevokeFail
            }
}
