// Tested by ColorChoiceTest.
package io.github.oidcauth.cli.screen

/** Styles of text (SGR). They only repeat what the words say. */
internal class Styles(
    private val areEnabled: Boolean,
) {
    fun error(text: String): String = styled("1;31", text)

    fun warning(text: String): String = styled("1;33", text)

    private fun styled(
        parameters: String,
        text: String,
    ) = if (areEnabled) "\u001b[${parameters}m$text\u001b[0m" else text

    companion object {
        val NONE: Styles = Styles(areEnabled = false)
    }
}
