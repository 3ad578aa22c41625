package io.github.oidcauth

import io.github.oidcauth.internal.browser.Browser
import io.github.oidcauth.internal.browser.ConfiguredCommand
import io.github.oidcauth.internal.browser.DetachedLauncher

/**
 * Opens pages in the user's browser, in place of [UserInteraction.openBrowser].
 *
 * Thread-safe. An exception counts as false.
 */
public fun interface BrowserOpener {
    /**
     * Starts to open [url] and returns without waiting for the user. Returns false if that could not even be tried.
     *
     * [url] is a web address of printable ASCII characters, without `$ ( ) ' ; | * ! ~` and similar characters. It does
     * contain `&`, so it must not be put into the command line of a shell. If it is, the text after each `&` is an assignment
     * or a name that no program has.
     */
    public fun open(url: String): Boolean

    public companion object {
        /**
         * The user's default browser: by the variable `BROWSER`, then by the platform's means; over SSH by `BROWSER` alone,
         * unless windows are forwarded. For use in a [CodeReceiver]; a [Config] without a browser does the same.
         */
        @JvmField
        public val SYSTEM: BrowserOpener = BrowserOpener { Browser().open(it) }

        /**
         * Starts [words], a program and its arguments, without a shell: `command("firefox", "--private-window")`. The URL
         * replaces `%s`, where `%%` is a percent sign, or is added at the end. If this browser fails, no other is tried.
         *
         * @throws InvalidConfigException if there is no program, or one that would execute the URL or pass it to a shell: a
         *     shell, an interpreter such as `python`, a remote shell such as `ssh`, each in any of [words]; a word with `%s`
         *     and blanks in it; or on Windows a `.bat` or `.cmd` file. An executable script of your own is allowed.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun command(vararg words: String): BrowserOpener {
            val browser = Browser(ConfiguredCommand(words.toList()), DetachedLauncher)
            return BrowserOpener { browser.open(it) }
        }
    }
}
