// Tested by TerminalSessionTest.
package io.github.oidcauth.cli.screen

import io.github.oidcauth.TerminalInteraction
import io.github.oidcauth.TerminalOptions
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.options.LoginOptions

/** The settings for what a login shows, by the options of a command. */
internal class PromptSettings(
    /** True if a browser may be opened. */
    val openBrowser: Boolean,
    private val color: ColorChoice = ColorChoice.AUTO,
    private val isPlain: Boolean = false,
    /** True: the page is always shown as a QR code. False: never. Null: where it fits. */
    private val qr: Boolean? = null,
) {
    /** Returns the interaction at the terminal of this process. [early] has the options by the variables, too. */
    fun atTerminal(
        early: EarlyOptions,
        environment: (String) -> String?,
    ): UserInteraction {
        val hasHalfBlocks = ScreenEncoding.hasHalfBlocks()
        val code = QrPicture(isRequested = qr == true, TerminalGround.isLight(environment), hasHalfBlocks)
        val colors = (if (color == ColorChoice.AUTO) early.color else color).decision(environment)
        return TerminalInteraction(
            TerminalOptions {
                openBrowser = this@PromptSettings.openBrowser
                this.colors = colors
                plain = isPlain || early.isPlain
                picture = LoginDrawing(code.takeIf { qr != false }, hasHalfBlocks)
            },
        )
    }

    companion object {
        /** Returns the settings by the options of [command]. */
        fun of(command: Command): PromptSettings {
            val login = command.registeredParameterGroups().filterIsInstance<LoginOptions>().firstOrNull()
            return PromptSettings(command.opensBrowser, command.screen.color, command.screen.plain, login?.qr)
        }
    }
}
