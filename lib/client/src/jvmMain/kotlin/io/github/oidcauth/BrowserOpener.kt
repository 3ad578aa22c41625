package io.github.oidcauth

import io.github.oidcauth.internal.browser.Browser
import io.github.oidcauth.internal.browser.ConfiguredCommand
import io.github.oidcauth.internal.browser.DetachedLauncher

/**
 * Opens pages in the user's browser, in place of what [UserInteraction.openBrowser] does.
 *
 * Thread-safe. What it throws counts as false.
 */
public fun interface BrowserOpener {
    /**
     * Starts to open [url] and returns without waiting for the user; false when that could not even be tried.
     *
     * [url] is a web address of printable ASCII characters, with none of `$ ( ) ' ; | * ! ~` and the like. It does have `&`, so
     * that it must not be put into a line for a shell. If it is, what follows each `&` is an assignment or a name that no program
     * has.
     */
    public fun open(url: String): Boolean

    public companion object {
        /**
         * The user's usual browser: by the variable `BROWSER`, then by what the platform offers; over SSH by `BROWSER` alone, unless
         * windows are forwarded. For a [CodeReceiver]; a [Config] without a browser does the same.
         */
        @JvmField
        public val SYSTEM: BrowserOpener = BrowserOpener { Browser().open(it) }

        /**
         * Starts [words], a program and its arguments, without a shell between: `command("firefox", "--private-window")`. The URL
         * takes the place of `%s`, where `%%` is a percent sign, or is added at the end. There is no other browser if this one fails.
         *
         * @throws InvalidConfigException when there is no program, or one that would run the URL or hand it to a shell: a shell,
         *   an interpreter such as `python`, a remote shell such as `ssh`, each in any of [words]; a word with `%s` and blanks in
         *   it; or on Windows a `.bat` or `.cmd` file. An executable script of your own is none of these.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun command(vararg words: String): BrowserOpener {
            val browser = Browser(ConfiguredCommand(words.toList()), DetachedLauncher)
            return BrowserOpener { browser.open(it) }
        }
    }
}
