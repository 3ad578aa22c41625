package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.ClearOptions

/** The options of `logout`: the actions, and the tokens. */
internal class LogoutOptions : OptionGroup() {
    val all by option("--all").flag()
    private val revokeOnline by option("--revoke-online").flag()
    private val noRevokeOffline by option("--no-revoke-offline").flag()
    private val removeOnRevokeFail by option("--remove-on-revoke-fail").flag()

    val options: ClearOptions
        get() =
            ClearOptions {
                revokeOffline = !noRevokeOffline
                revokeOnline = this@LogoutOptions.revokeOnline
                removeOnRevokeFail = this@LogoutOptions.removeOnRevokeFail
            }

    /** Checks that no logout option is set. @throws UsageError if one is set although there is no logout. */
    fun requireUnused() {
        val set =
            mapOf(
                "--all" to all,
                "--revoke-online" to revokeOnline,
                "--no-revoke-offline" to noRevokeOffline,
                "--remove-on-revoke-fail" to removeOnRevokeFail,
            )
        val option = set.entries.find { it.value }?.key ?: return
        throw UsageError("$option is for `${Arguments.NAME} ${CommandName.LOGOUT.word}`.")
    }
}
