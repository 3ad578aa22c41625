package io.github.oidcauth

/**
 * What the user's browser shows when it comes back from a login: templates for two HTML pages.
 *
 * In [failure], `{error}` stands for the error code (RFC 6749 §4.1.2.1), empty when the error has none, and
 * `{error_description}` for a sentence about it. Both are a stranger's text. They are put in as text, so they may stand in
 * an element or in a quoted attribute, and nowhere else.
 *
 * The pages are held by a content security policy that lets the browser do nothing but paint: what stands in `style` elements of the
 * template takes effect; scripts, images, fonts, forms, frames and `style` attributes do not, nor does anything that is loaded. Draw
 * with inline SVG.
 *
 * An immutable value; equal when the templates are.
 */
public class CallbackPages
    @JvmOverloads
    @Throws(AuthException::class)
    constructor(
        /** The page after a login, or null for the library's own. */
        public val success: String? = null,
        /** The page after a login that failed, or null for the library's own. */
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
            /** How many characters a template may have: 262,144. */
            public const val MAX_LENGTH: Int = 1 shl 18
        }
    }
