package io.github.oidcauth.cli.credentials

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.HelperOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument

/** A credential helper: a command that another program starts for a token of HOST. */
internal abstract class CredentialCommand(
    name: String,
    sendsIdToken: Boolean = false,
) : Command(name) {
    final override val section = Section.HELPERS

    private val host by hostArgument()
    protected val helper by HelperOptions(sendsIdToken)
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    final override val opensBrowser: Boolean get() = !login.noBrowser
    override val failureTitle: String get() = "Authentication failed"

    /** Returns the token that the options select. The user cannot log in if [mayAsk] is false, unless an option says so. */
    protected fun tokenOf(
        context: CommandContext,
        mayAsk: Boolean = true,
    ): HelperToken = HelperToken(context, host, client, login, grant, helper.sendsIdToken, mayAsk)
}
