package io.github.oidcauth.cli

import io.github.oidcauth.ClearOptions
import io.github.oidcauth.Config
import io.github.oidcauth.LoginFlow

/** What the user asks for. */
internal class Request(
    val action: Action,
    /** The address of the store, or null when none is named. It may hold a password. */
    val store: String?,
    val appName: String,
    val verbose: Boolean,
    /** The file of certificate authorities to trust, or null when none is named. */
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

    /** Moves all tokens to the store with the address [to], which may hold a password. */
    class MoveTokens(
        val to: String,
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

    /** What is done to the stored tokens of a [target]. */
    sealed interface TargetAction {
        val target: Target
    }

    /** Stored tokens that the user names. */
    class Target(
        val host: String,
        /** Whether a client of an issuer is named, which [settings] say. */
        val hasClient: Boolean,
        /** Whether one of the client's tokens is named, which [settings] say. */
        val isSpecific: Boolean,
        /** Where the client's secret is, or null when it has none. */
        val secretFile: String?,
        val settings: Config.Builder.() -> Unit,
    )

    class Login(
        val host: String,
        val force: Boolean,
        val openBrowser: Boolean,
        /** The kind of login, or null when the command line names none. */
        val flow: LoginFlow?,
        val output: Output,
        /** Where the client's secret is, or null when it has none. */
        val secretFile: String?,
        val settings: Config.Builder.() -> Unit,
    ) : Action

    /** How a token is printed. */
    enum class Output { SUMMARY, JSON, BARE }
}
