package io.github.oidcauth.internal.loopback

import java.security.MessageDigest
import java.util.Base64

/** A page for the user's browser, in one piece: it loads nothing. */
internal class LoginResultPage(
    /** Whether it tells of a success: status 200, otherwise 400. */
    val ok: Boolean,
    val html: String,
    /** What stands in the `style` elements of [html], each one letter by letter. No other style, and no script, takes effect. */
    styles: List<String>,
) {
    /** Lets the browser do nothing but paint, whatever a stranger may have got into [html] (CSP Level 3 §6.1, §6.7). */
    val contentSecurityPolicy: String =
        "default-src 'none'; style-src ${sources(styles)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private companion object {
        fun sources(styles: List<String>): String =
            styles.joinToString(" ") { "'sha256-${sha256(it)}'" }.ifEmpty { "'none'" }

        fun sha256(text: String): String =
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.toByteArray()))
    }
}
