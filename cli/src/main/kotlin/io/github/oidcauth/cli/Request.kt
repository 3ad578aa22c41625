// Tested by UsageTest.
package io.github.oidcauth.cli

import io.github.oidcauth.ClearOptions
import io.github.oidcauth.Config
import io.github.oidcauth.LoginFlow

/** The request of the user. */
internal class Request(
    val action: Action,
    /** The address of the store, or null if none is named. It may contain a password. */
    val store: String?,
    val appName: String,
    val verbose: Boolean,
    /** The file of certificate authorities to trust, or null if none is named. */
    val caFile: String?,
) {
    sealed interface Action

    data object ListTokens : Action

    data object ClearTokens : Action

    class RemoveToken(
        val host: String,
    ) : Action

    class DescribeTokens(
        val isJson: Boolean,
    ) : Action

    /** Moves all tokens to the store with the address [to], which may contain a password. */
    class MoveTokens(
        val to: String,
    ) : Action

    /** Takes the tokens of PyAuthFlow, which are in [file], into the store. */
    class ImportPyAuthFlow(
        val file: String,
    ) : Action

    /** Moves the token of [target] to the token file [file]. */
    class Export(
        override val target: Target,
        val file: String,
    ) : Action, TargetAction

    data object RotateKey : Action

    class Introspect(
        override val target: Target,
    ) : Action, TargetAction

    class Revoke(
        override val target: Target,
    ) : Action, TargetAction

    class Logout(
        override val target: Target,
        val options: ClearOptions,
    ) : Action, TargetAction

    class LogoutOfAll(
        val options: ClearOptions,
    ) : Action

    /** An action on the stored tokens of a [target]. */
    sealed interface TargetAction {
        val target: Target
    }

    /** Stored tokens that the user names. */
    class Target(
        val host: String,
        /** True if the [settings] name a client of an issuer. */
        val hasClient: Boolean,
        /** True if the [settings] select one of the client's tokens. */
        val isSpecific: Boolean,
        /** The file of the client's secret, or null if it has none. */
        val secretFile: String?,
        val settings: Config.Builder.() -> Unit,
    )

    class Login(
        val host: String,
        val force: Boolean,
        val openBrowser: Boolean,
        /** The kind of login, or null if the command line names none. */
        val flow: LoginFlow?,
        val output: Output,
        /** The file of the client's secret, or null if it has none. */
        val secretFile: String?,
        val settings: Config.Builder.() -> Unit,
    ) : Action

    /** The form in which a token is printed. */
    enum class Output { SUMMARY, JSON, BARE }
}
