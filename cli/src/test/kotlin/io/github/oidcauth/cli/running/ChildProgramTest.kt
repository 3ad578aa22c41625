// Tests ChildEnvironment and PrivateDirectory.
package io.github.oidcauth.cli.running

import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.framework.CommandFailure
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectory
import kotlin.io.path.createFile
import kotlin.io.path.exists
import kotlin.io.path.getPosixFilePermissions
import kotlin.io.path.readText
import kotlin.io.path.setPosixFilePermissions
import kotlin.time.Duration.Companion.seconds

/** Real programs: the shell. */
class ChildProgramTest :
    FunSpec({
        val noSignals = Signals { _, _ -> AutoCloseable {} }

        fun shell(
            script: String,
            signals: Signals = noSignals,
            hasTerminal: Boolean = false,
        ) = ChildProgram(listOf("sh", "-c", script), signals) { hasTerminal }

        test("the exit code is that of the program, and 128 and the signal that ended it") {
            shell("exit 0").run(emptyMap()) shouldBe 0
            shell("exit 42").run(emptyMap()) shouldBe 42
            shell("kill -9 \$\$").run(emptyMap()) shouldBe 137
        }

        test("a program that is not there is 127, and one that is not executable 126, as in a shell") {
            val missing = shouldThrow<CommandFailure> { ChildProgram(listOf("no-such-program-here"), noSignals).run(emptyMap()) }
            missing.exitCode shouldBe 127
            missing.message shouldContain "no-such-program-here was not found"
            val file = TemporaryFolders.new().resolve("script").createFile()
            shouldThrow<CommandFailure> { ChildProgram(listOf("$file"), noSignals).run(emptyMap()) }.exitCode shouldBe 126
        }

        test("the token is in the variables and the file, and no older one hides it") {
            val out = TemporaryFolders.new().resolve("out")
            val changes = ChildEnvironment(listOf("A", "B_2")).changes("the-token", Path.of("/run/token"))
            changes["BEARER_TOKEN"] shouldBe null
            changes["OIDC_AUTH_CLIENT_SECRET"] shouldBe null
            changes.keys shouldBe setOf("BEARER_TOKEN", "OIDC_AUTH_CLIENT_SECRET", "A", "B_2", "BEARER_TOKEN_FILE")
            shell("printf '%s %s %s' \"\$A\" \"\$B_2\" \"\$BEARER_TOKEN_FILE\" > '$out'").run(changes) shouldBe 0
            out.readText() shouldBe "the-token the-token /run/token"
        }

        test("a variable that the user wants for the token is set, also BEARER_TOKEN itself") {
            ChildEnvironment(listOf("BEARER_TOKEN")).changes("t", Path.of("/f"))["BEARER_TOKEN"] shouldBe "t"
            listOf("A", "_a1").forEach { ChildEnvironment.isName(it) shouldBe true }
            listOf("", "1A", "A=B", "A B", "A-B").forEach { ChildEnvironment.isName(it) shouldBe false }
        }

        listOf(
            Triple("TERM", true, true),
            Triple("TERM", false, true),
            Triple("INT", false, true),
            Triple("INT", true, false),
        ).forEach { (signal, hasTerminal, isForwarded) ->
            val words = if (isForwarded) "is passed on once" else "is left to the terminal"
            test("$signal ${if (hasTerminal) "in a terminal" else "without a terminal"} $words") {
                val directory = TemporaryFolders.new()
                var arrive: (() -> Unit)? = null
                val signals =
                    Signals { names, action ->
                        arrive = { action(signal) }.takeIf { signal in names }
                        AutoCloseable {}
                    }
                val trap =
                    "trap 'echo got >> $directory/got' $signal; : > $directory/ready; " +
                        "while [ ! -e $directory/stop ]; do sleep 0.05; done"
                coroutineScope {
                    val running = async { shell("$trap; exit 7", signals, hasTerminal).run(emptyMap()) }
                    eventually(10.seconds) { directory.resolve("ready").exists() shouldBe true }
                    checkNotNull(arrive)()
                    if (isForwarded) eventually(10.seconds) { directory.resolve("got").readText() shouldBe "got\n" }
                    directory.resolve("stop").createFile()
                    running.await() shouldBe 7
                }
                directory.resolve("got").exists() shouldBe isForwarded
            }
        }

        test("the directory of the file is in the user's session if that is private, else among temporary files, and private") {
            val session = TemporaryFolders.new().resolve("session").createDirectory()
            session.setPosixFilePermissions(PosixFilePermissions.fromString("rwx------"))
            val environment = mapOf("XDG_RUNTIME_DIR" to "$session")
            val own = PrivateDirectory(environment::get).create()
            own.parent shouldBe session
            own.getPosixFilePermissions() shouldBe PosixFilePermissions.fromString("rwx------")
            session.setPosixFilePermissions(PosixFilePermissions.fromString("rwxr-xr-x"))
            val temporary = Path.of(System.getProperty("java.io.tmpdir"))
            listOf("$session", "relative", "$session/none", "").forEach {
                val other = PrivateDirectory(mapOf("XDG_RUNTIME_DIR" to it)::get).create()
                other.parent shouldBe temporary
                other.getPosixFilePermissions() shouldBe PosixFilePermissions.fromString("rwx------")
                Files.delete(other)
            }
        }
    })
