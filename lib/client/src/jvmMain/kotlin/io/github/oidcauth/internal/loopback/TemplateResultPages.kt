package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException
import io.github.oidcauth.CallbackPages
import io.github.oidcauth.OAuthException
import io.ktor.util.escapeHTML

/** The pages that the program configured, and default pages for the others. */
internal class TemplateResultPages(
    templates: CallbackPages,
    private val standard: LoginResultPages = DefaultResultPages(),
) : LoginResultPages {
    private val success = templates.success?.let(::Template)
    private val failure = templates.failure?.let(::Template)

    override fun signedIn(): LoginResultPage = success?.page(ok = true, emptyMap()) ?: standard.signedIn()

    override fun failed(error: AuthException): LoginResultPage {
        val oauth = error as? OAuthException
        val values =
            mapOf("{error}" to oauth?.error.orEmpty(), "{error_description}" to (oauth?.errorDescription ?: error.message))
        return failure?.page(ok = false, values) ?: standard.failed(error)
    }

    /** A page of the program. The policy allows the styles in the template as written, so no untrusted text can add one. */
    private class Template(
        text: String,
    ) {
        // Browsers convert every line end to a line feed before they hash a style (HTML §13.2.3.5).
        private val html = text.replace("\r\n", "\n").replace('\r', '\n')
        private val styles = generateSequence(styleAfter(0)) { styleAfter(it.last + 1) }.map(html::substring).toList()

        /** Replaces all placeholders at once, so that placeholders in untrusted text are not replaced. */
        fun page(
            ok: Boolean,
            values: Map<String, String>,
        ): LoginResultPage =
            LoginResultPage(
                ok,
                PLACEHOLDER.replace(html) { place ->
                    values[place.value]?.escapeHTML() ?: place.value
                },
                styles,
            )

        /** Returns the range of the text of the next `style` element after [index]. */
        private fun styleAfter(index: Int): IntRange? {
            val tag = tagAfter(index, "<style") ?: return null
            val start = html.indexOf('>', tag) + 1
            if (start == 0) return null
            return tagAfter(start, "</style")?.let { start until it }
        }

        private fun tagAfter(
            index: Int,
            tag: String,
        ): Int? {
            var at = html.indexOf(tag, index, ignoreCase = true)
            while (at >= 0 && html.getOrNull(at + tag.length)?.let { it in AFTER_NAME } != true) {
                at = html.indexOf(tag, at + 1, ignoreCase = true)
            }
            return at.takeIf { it >= 0 }
        }
    }

    private companion object {
        val PLACEHOLDER = Regex("\\{error(_description)?\\}")

        /** The characters that end the name of a tag (HTML §13.2.5.8). */
        const val AFTER_NAME = " \t\n\u000c/>"
    }
}
