package io.github.oidcauth.internal.loopback

import java.security.MessageDigest
import java.util.Base64

/** A complete page for the user's browser. It loads nothing. */
internal class LoginResultPage(
    /** True for the page of a successful login, with status 200; otherwise the status is 400. */
    val ok: Boolean,
    val html: String,
    /** The exact contents of the `style` elements in [html]. No other style takes effect, and no script. */
    styles: List<String>,
) {
    /** Forbids the browser everything but these styles, even if untrusted text got into [html] (CSP Level 3 §6.1, §6.7). */
    val contentSecurityPolicy: String =
        "default-src 'none'; style-src ${sources(styles)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private companion object {
        fun sources(styles: List<String>): String =
            styles.joinToString(" ") { "'sha256-${sha256(it)}'" }.ifEmpty { "'none'" }

        fun sha256(text: String): String =
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.toByteArray()))
    }
}
