package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Platform
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

private const val URL = "https://login.example.com/auth?state=a&b=c"

class BrowserCommandsTest :
    FunSpec({
        fun commands(
            vararg variables: Pair<String, String>,
            platform: Platform = Platform.LINUX,
            remote: Boolean = false,
        ) = BrowserCommands(variables.toMap()::get, platform, remote).forUrl(URL).map { it.words }

        test("BROWSER comes first, entry by entry, then the platform") {
            commands("BROWSER" to "firefox --new-tab:/opt/b %s -x", "DISPLAY" to ":0") shouldBe
                listOf(listOf("firefox", "--new-tab", URL), listOf("/opt/b", URL, "-x"), listOf("xdg-open", URL))
        }

        test("%s may be part of a word, and %% is a percent sign") {
            commands("BROWSER" to "b --url=%s --zoom=90%%") shouldBe listOf(listOf("b", "--url=$URL", "--zoom=90%"))
            commands("BROWSER" to "b 100%%s") shouldBe listOf(listOf("b", "100%s", URL))
        }

        test("Windows separates the entries by semicolons and keeps backslashes") {
            commands(
                "BROWSER" to "C:\\b.exe;\"C:\\My Files\\c.exe\" %s",
                "SystemRoot" to "D:\\Win",
                platform = Platform.WINDOWS,
            ) shouldBe
                listOf(
                    listOf("C:\\b.exe", URL),
                    listOf("C:\\My Files\\c.exe", URL),
                    listOf("D:\\Win\\System32\\rundll32.exe", "url.dll,FileProtocolHandler", URL),
                )
        }

        test("an entry that would bring a shell to the URL is left out") {
            commands("BROWSER" to "sh -c 'firefox %s'").shouldBeEmpty()
            commands("BROWSER" to "C:\\b.cmd;c.BAT", platform = Platform.WINDOWS).size shouldBe 1
        }

        listOf(
            "sh -c %s",
            "/bin/bash -c",
            "env -i FOO=bar sh -c %s",
            "nice -n 5 /usr/bin/zsh -c",
            "ssh desktop firefox",
            "su -c %s alice",
            "xargs",
            "python3.11 -c %s",
            "perl5 -e",
            "node -e %s",
            "busybox sh -c %s",
            "xterm -e sh -c %s",
            "tmux new-window %s",
            "CMD.EXE /c start",
            "wrapper 'firefox %s'",
            "env -S 'sh -c'",
            "env -Ssh -c %s",
            "/usr/bin/env -iSsh -c %s",
            "env -i --split-string='perl -e' %s",
            "nice env --sp 'sh -c'",
            "start-stop-daemon -S --exec=/bin/sh -- -c %s",
            "yash -c %s",
            "flock /tmp/lock -c %s",
            "npx %s",
            "py.exe -3 -c %s",
        ).forEach { entry ->
            test("$entry is not given what a server has chosen, the next entry is, and the user is told") {
                val warnings = mutableListOf<String>()
                val variables = mapOf("BROWSER" to "$entry:firefox")
                BrowserCommands(variables::get, Platform.LINUX, isRemote = false, warnings::add).forUrl(URL).map {
                    it.words
                } shouldBe
                    listOf(listOf("firefox", URL))
                warnings.single() shouldContain "Set BROWSER to the program that opens pages"
            }
        }

        listOf(
            "firefox --new-tab",
            "/home/sh/bin/browse.sh %s",
            "x-www-browser",
            "open -a Safari",
            "xterm -e w3m %s",
            "env MOZ_NO_REMOTE=1 firefox --some-flag %s",
            "firefox -Ssh --class=she",
        ).forEach { entry ->
            test("$entry is given the page, without a word") {
                val warnings = mutableListOf<String>()
                val variables = mapOf("BROWSER" to entry)
                BrowserCommands(variables::get, Platform.LINUX, isRemote = false, warnings::add).forUrl(URL) shouldHaveSize 1
                warnings.shouldBeEmpty()
            }
        }

        test("an entry with an open quote is left out, and the user is told") {
            val warnings = mutableListOf<String>()
            val variables = mapOf("BROWSER" to "'firefox:chromium")
            BrowserCommands(variables::get, Platform.LINUX, isRemote = false, warnings::add)
                .forUrl(URL)
                .map { it.words.first() } shouldBe listOf("chromium")
            warnings.single() shouldContain "quote"
        }

        test("the programs of BROWSER are chosen, those of the platform are not") {
            val variables = mapOf("BROWSER" to "firefox", "DISPLAY" to ":0")
            BrowserCommands(variables::get, Platform.LINUX, isRemote = false).forUrl(URL).map { it.isConfigured } shouldBe
                listOf(true, false)
        }

        listOf("none", "NONE", "true", "false", "/bin/true").forEach {
            test("BROWSER=$it opens nothing") { commands("BROWSER" to it, "DISPLAY" to ":0").shouldBeEmpty() }
        }

        test("none ends the list") {
            commands("BROWSER" to "firefox:none:chromium", "DISPLAY" to ":0") shouldBe listOf(listOf("firefox", URL))
        }

        test("without a display nothing is tried that could take the terminal") {
            commands().shouldBeEmpty()
            commands("WAYLAND_DISPLAY" to "wayland-0") shouldBe listOf(listOf("xdg-open", URL))
        }

        test("each platform has its own command") {
            commands(platform = Platform.MACOS) shouldBe listOf(listOf("/usr/bin/open", URL))
            commands(platform = Platform.WINDOWS) shouldBe
                listOf(listOf("C:\\Windows\\System32\\rundll32.exe", "url.dll,FileProtocolHandler", URL))
            commands("DISPLAY" to ":0", platform = Platform.WSL).map { it.first() } shouldBe
                listOf("wslview", "rundll32.exe", "/mnt/c/Windows/System32/rundll32.exe")
        }

        test("over SSH only BROWSER is tried, unless windows are forwarded") {
            commands(platform = Platform.MACOS, remote = true).shouldBeEmpty()
            commands("BROWSER" to "helper", remote = true) shouldBe listOf(listOf("helper", URL))
            commands("DISPLAY" to "localhost:10.0", remote = true) shouldBe listOf(listOf("xdg-open", URL))
        }
    })
