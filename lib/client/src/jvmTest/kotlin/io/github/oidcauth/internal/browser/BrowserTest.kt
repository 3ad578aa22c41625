package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.onPosix
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import java.io.File
import java.io.IOException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

private const val URL = "https://login.example.com/auth?state=a%7Cb&c='d'\$(e);f"

/** The same without what a shell behind a browser's program would act on. */
private const val GIVEN = "https://login.example.com/auth?state=a%7Cb&c=%27d%27%24%28e%29%3Bf"

class BrowserTest :
    FunSpec({
        fun browser(
            vararg variables: Pair<String, String>,
            time: TestTimeSource = TestTimeSource(),
            launcher: ProcessLauncher,
        ) = Browser(BrowserCommands(variables.toMap()::get, Platform.LINUX, isRemote = false), launcher, time)

        test("a program that cannot be started gives way to the next") {
            val tried = mutableListOf<String>()
            val opened =
                browser("BROWSER" to "a:b:c") {
                    tried += it.first()
                    if (it.first() == "a") throw IOException("no such program")
                    CompletableFuture()
                }.open(URL)
            opened shouldBe true
            tried shouldBe listOf("a", "b")
        }

        test("when nothing can be started, nothing was opened") {
            browser("BROWSER" to "a:b") { throw IOException("no such program") }.open(URL) shouldBe false
            browser { CompletableFuture() }.open(URL) shouldBe false
        }

        test("a program that says it opened nothing gives way to the next, and at the end somebody is told") {
            val tried = CopyOnWriteArrayList<String>()
            val told = CompletableFuture<String>()
            browser("BROWSER" to "a:b") {
                tried += it.first()
                CompletableFuture.completedFuture(127)
            }.open(URL, told::complete) shouldBe true
            told.get(10, TimeUnit.SECONDS) shouldBe "No browser could be opened. Open the page yourself."
            tried shouldBe listOf("a", "b")
        }

        listOf(1, 2, 125, 128, 139).forEach { code ->
            test("after a program that ends with $code nothing else is started: there may be a page, and the user is told") {
                val tried = CopyOnWriteArrayList<String>()
                val told = CompletableFuture<String>()
                browser("BROWSER" to "/opt/a:b", "DISPLAY" to ":0") {
                    tried += it.first()
                    CompletableFuture.completedFuture(code)
                }.open(URL, told::complete) shouldBe true
                told.get(10, TimeUnit.SECONDS) shouldBe
                    "The browser /opt/a ended with exit code $code. If it has not opened the page, open it yourself."
                tried shouldBe listOf("/opt/a")
            }
        }

        test("an exit code says what it says in the program that has it") {
            fun meaning(
                program: String,
                code: Int,
            ) = ExitCodes.meaning(listOf(program, URL), code)
            for (code in listOf(126, 127)) meaning("any", code) shouldBe ExitCodes.Meaning.NOT_OPENED
            for (code in listOf(2, 3, 4)) meaning("/usr/bin/xdg-open", code) shouldBe ExitCodes.Meaning.NOT_OPENED
            for (code in listOf(1, 5, 139)) meaning("xdg-open", code) shouldBe ExitCodes.Meaning.UNKNOWN
            meaning("any", 0) shouldBe ExitCodes.Meaning.OPENED
            meaning("/mnt/c/Windows/explorer.exe", 1) shouldBe ExitCodes.Meaning.OPENED
        }

        test("a missing program that BROWSER names is told of, one that the platform would have offered is not") {
            val warnings = mutableListOf<String>()
            val variables = mapOf("BROWSER" to "/nowhere/a:b", "DISPLAY" to ":0")
            val commands = BrowserCommands(variables::get, Platform.LINUX, isRemote = false)
            Browser(commands, { throw IOException("no such program") }, warn = warnings::add).open(URL) shouldBe false
            warnings shouldBe
                listOf("/nowhere/a", "b").map { "The browser $it could not be started: it does not exist or cannot be executed." }
        }

        test("a program that ends late has opened the browser before") {
            val time = TestTimeSource()
            val exit = CompletableFuture<Int>()
            val tried = CopyOnWriteArrayList<String>()
            browser("BROWSER" to "a:b", time = time) {
                tried += it.first()
                exit
            }.open(URL)
            time += 2.seconds
            val validated = exit.thenRunAsync {}
            exit.complete(127)
            validated.get(10, TimeUnit.SECONDS)
            tried shouldBe listOf("a")
        }

        listOf(
            "file:///etc/passwd",
            "javascript:alert(1)",
            "-version",
            "https://a b",
            "https://u:p@host/",
            "https://h/\u001b",
        ).forEach {
            test("${it.filter { c -> c > ' ' }} is nothing for a browser") {
                val launched = mutableListOf<List<String>>()
                browser("BROWSER" to "a") { command ->
                    launched += command
                    CompletableFuture()
                }.open(it) shouldBe false
                launched.shouldBeEmpty()
            }
        }

        test("a real program gets the URL as one argument, with nothing in it for a shell").config(
            enabled =
                File.separatorChar == '/',
        ) {
            val directory = tempdir()
            val script =
                script(
                    directory,
                    "browser",
                    "printf '%s|' \"\$#\" \"\$@\" > '$directory/seen.part' && mv '$directory/seen.part' '$directory/seen'",
                )
            Browser(mapOf("BROWSER" to "$script --tab")::get).open(URL) shouldBe true
            eventually(10.seconds) { File(directory, "seen").readText() shouldBe "2|--tab|$GIVEN|" }
        }

        // A wrapper that nobody can know: the URL must be harmless in it.
        test("a program that hands the URL to a shell runs nothing that the server has chosen").config(
            enabledOrReasonIf = { onPosix() },
        ) {
            val directory = tempdir()
            val evil = script(directory, "evil", "touch '$directory/evil-ran'")
            val hostile =
                "https://h.example/a?x=1&$evil&y=2&$(touch${'$'}IFS$directory/evil-ran)&$evil=3;$evil|$evil&PATH=$directory&evil&evil="
            val wrapper =
                script(
                    directory,
                    "wrapper",
                    "cd '$directory'; PATH='$directory':${'$'}PATH; sh -c \"${'$'}1\"; eval \"${'$'}1\"; touch seen",
                )
            Browser(mapOf("BROWSER" to "$wrapper")::get).open(hostile) shouldBe true
            eventually(10.seconds) { File(directory, "seen").exists() shouldBe true }
            File(directory, "evil-ran").exists() shouldBe false
        }

        test("a real program that finds nothing to run gives way to the next").config(enabledOrReasonIf = { onPosix() }) {
            val directory = tempdir()
            val failing = script(directory, "failing", "exec /nowhere/browser")
            val working =
                script(
                    directory,
                    "working",
                    "echo \"\$1\" > '$directory/seen.part' && mv '$directory/seen.part' '$directory/seen'",
                )
            Browser(mapOf("BROWSER" to "/nowhere/browser:$failing:$working")::get).open(URL) shouldBe true
            eventually(10.seconds) { File(directory, "seen").readText().trim() shouldBe GIVEN }
        }

        test("a real program has no input and its output goes nowhere").config(enabledOrReasonIf = { onPosix() }) {
            val directory = tempdir()
            val script = script(directory, "chatty", "echo noise; echo noise >&2; cat > /dev/null; exit 7")
            DetachedLauncher.launch(listOf(script.path)).get(10, TimeUnit.SECONDS) shouldBe 7
        }
    })

private fun script(
    directory: File,
    name: String,
    body: String,
): File =
    File(directory, name).apply {
        writeText("#!/bin/sh\n$body\n")
        setExecutable(true)
    }
