package io.github.oidcauth

/**
 * The pages that the user's browser shows after a login: templates for two HTML pages.
 *
 * In [failure], `{error}` stands for the error code (RFC 6749 §4.1.2.1), empty if the error has none, and
 * `{error_description}` for a sentence about it. Both are untrusted text. They are inserted as text, so they may stand in an
 * element or in a quoted attribute, and nowhere else.
 *
 * A content security policy lets the browser apply `style` elements of the template and nothing else: scripts, images, fonts,
 * forms, frames, `style` attributes and loaded resources have no effect. Use inline SVG for images.
 *
 * An immutable value; equal if the templates are equal.
 */
public class CallbackPages
    @JvmOverloads
    @Throws(AuthException::class)
    constructor(
        /** The page after a successful login, or null for the library's own. */
        public val success: String? = null,
        /** The page after a failed login, or null for the library's own. */
        public val failure: String? = null,
    ) {
        init {
            listOfNotNull(success, failure).forEach {
                if (it.isBlank()) throw InvalidConfigException("A callback page is empty.")
                if (it.length > MAX_LENGTH) {
                    throw InvalidConfigException("A callback page has ${it.length} characters; it may have $MAX_LENGTH.")
                }
            }
        }

        override fun equals(other: Any?): Boolean =
            other is CallbackPages && success == other.success && failure == other.failure

        override fun hashCode(): Int = 31 * success.hashCode() + failure.hashCode()

        override fun toString(): String =
            "CallbackPages(success=${success?.length ?: "standard"}, failure=${failure?.length ?: "standard"})"

        public companion object {
            /** The maximum length of a template in characters: 262,144. */
            public const val MAX_LENGTH: Int = 1 shl 18
        }
    }
