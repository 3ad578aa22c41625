package io.github.oidcauth.cli

import io.github.oidcauth.Config

/** What the person asks for. */
internal class Request(
    val action: Action,
    val appName: String,
    val verbose: Boolean,
) {
    sealed interface Action

    data object ListTokens : Action

    data object ClearTokens : Action

    class RemoveToken(
        val host: String,
    ) : Action

    class Login(
        val host: String,
        val force: Boolean,
        val openBrowser: Boolean,
        val output: Output,
        /** Where the client's secret is, or null when it has none. */
        val secretFile: String?,
        val settings: Config.Builder.() -> Unit,
    ) : Action

    /** How a token is printed. */
    enum class Output { SUMMARY, JSON, BARE }
}
