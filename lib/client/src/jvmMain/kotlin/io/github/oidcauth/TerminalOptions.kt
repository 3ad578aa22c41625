// Tested by TerminalOptionsTest.
package io.github.oidcauth

import kotlin.jvm.JvmSynthetic

/**
 * The settings of a [TerminalInteraction]. An immutable value.
 *
 * ```
 * val user = TerminalInteraction(TerminalOptions { plain = true })
 * ```
 */
public class TerminalOptions private constructor(builder: Builder) {
    /** True if the login page is opened in a browser. */
    @get:JvmName("opensBrowser")
    public val openBrowser: Boolean = builder.openBrowser

    /** True if text has styles, false if it has none, null if the terminal and its variables decide. */
    public val colors: Boolean? = builder.colors

    /** True if the output is plain lines in the order in which they are to be read. */
    @get:JvmName("isPlain")
    public val plain: Boolean = builder.plain

    /** Draws the login in addition to its text, or null. */
    public val picture: LoginPicture? = builder.picture

    private fun values() = listOf(openBrowser, colors, plain, picture)

    override fun equals(other: Any?): Boolean = other is TerminalOptions && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    override fun toString(): String =
        "TerminalOptions(openBrowser=$openBrowser, colors=$colors, plain=$plain, hasPicture=${picture != null})"

    /** Returns a builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.openBrowser = openBrowser
            it.colors = colors
            it.plain = plain
            it.picture = picture
        }

    /** Makes [TerminalOptions]. Not thread-safe. */
    public class Builder internal constructor() {
        /** True if the login page is opened in a browser. Default true. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var openBrowser: Boolean = true

        /**
         * True if text has styles and links even where the output is no terminal, false if it has none. Default null: a terminal has
         * styles unless `NO_COLOR` is set or `TERM` is `dumb`.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var colors: Boolean? = null

        /**
         * True if the output is plain lines in the order in which they are to be read, as screen readers need it: no styles, no
         * links, no picture, nothing overwritten, the remaining time once a minute. Default false; a terminal whose `TERM` is `dumb`
         * always gets plain lines.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var plain: Boolean = false

        /** Draws the login in addition to its text. Default null: nothing is drawn. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var picture: LoginPicture? = null

        /** @see openBrowser */
        public fun openBrowser(open: Boolean): Builder = apply { openBrowser = open }

        /** @see colors */
        public fun colors(colors: Boolean): Builder = apply { this.colors = colors }

        /** @see plain */
        public fun plain(plain: Boolean): Builder = apply { this.plain = plain }

        /** @see picture */
        public fun picture(picture: LoginPicture): Builder = apply { this.picture = picture }

        /** Returns the options. */
        public fun build(): TerminalOptions = TerminalOptions(this)
    }

    public companion object {
        /** Opens a browser, and adapts to the terminal. */
        @JvmField
        public val DEFAULT: TerminalOptions = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `TerminalOptions { plain = true }`. */
@JvmSynthetic
public inline fun TerminalOptions(configure: TerminalOptions.Builder.() -> Unit): TerminalOptions =
    TerminalOptions.builder().apply(configure).build()
