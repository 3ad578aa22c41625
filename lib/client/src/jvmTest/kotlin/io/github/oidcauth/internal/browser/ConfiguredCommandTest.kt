package io.github.oidcauth.internal.browser

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.onPosix
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.io.File
import kotlin.time.Duration.Companion.seconds

private const val URL = "https://login.example.com/auth?state=a%7Cb&c='d'\$(e);f"
private const val GIVEN = "https://login.example.com/auth?state=a%7Cb&c=%27d%27%24%28e%29%3Bf"

class ConfiguredCommandTest :
    FunSpec({
        fun command(
            vararg words: String,
            platform: Platform = Platform.LINUX,
        ) = ConfiguredCommand(words.toList(), platform).forUrl("https://h.example/?a=b&c=d").single().words

        test("the URL is the last word, or stands where %s does") {
            command("firefox") shouldBe listOf("firefox", "https://h.example/?a=b&c=d")
            command("a b/browser", "--new", "") shouldBe listOf("a b/browser", "--new", "", "https://h.example/?a=b&c=d")
            command("b", "--app=%s", "-x") shouldBe listOf("b", "--app=https://h.example/?a=b&c=d", "-x")
            command("b", "100%%", "%%s") shouldBe listOf("b", "100%", "%s", "https://h.example/?a=b&c=d")
        }

        test("a command that is not a program, or would pass the URL to a shell, is refused") {
            listOf(
                listOf(),
                listOf(""),
                listOf(" "),
                listOf("", "firefox"),
                listOf("sh", "-c", "firefox %s"),
                listOf("sh", "-c"),
                listOf("env", "ssh", "desktop"),
                listOf("a\u0000b"),
            )
                .forEach { withClue(it) { shouldThrow<InvalidConfigException> { command(*it.toTypedArray()) } } }
            listOf("open.bat", "C:\\x\\OPEN.CMD").forEach {
                withClue(it) { shouldThrow<InvalidConfigException> { command(it, platform = Platform.WINDOWS) } }
                command(it)[0] shouldBe it
            }
        }

        test("a program that is not there opens nothing, and no other is tried") {
            BrowserOpener.command("/nowhere/browser").open(URL) shouldBe false
        }

        test("a program is given nothing that is no web address") {
            BrowserOpener.command("/bin/true").open("file:///etc/passwd") shouldBe false
        }

        test("a real program gets the words as they are, and a URL with nothing in it for a shell").config(
            enabledOrReasonIf = { onPosix() },
        ) {
            val directory = tempdir()
            val script =
                File(directory, "browser").apply {
                    writeText(
                        "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" > '$directory/part' && mv '$directory/part' '$directory/seen'\n",
                    )
                    setExecutable(true)
                }
            BrowserOpener.command(script.path, "a b", "\$HOME").open(URL) shouldBe true
            eventually(10.seconds) { File(directory, "seen").readText() shouldBe "3|a b|\$HOME|$GIVEN|" }
        }
    })
