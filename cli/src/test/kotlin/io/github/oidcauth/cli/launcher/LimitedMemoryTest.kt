package io.github.oidcauth.cli.launcher

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.CommandProcess
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.SlowRefreshServer
import io.github.oidcauth.cli.Version
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import java.net.InetAddress
import java.net.ServerSocket
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** A JVM under the limits of a login node, and what it has to say: nothing of that is on standard output. */
internal class LimitedMemoryTest : FunSpec({
    val version = "oidc-auth ${Version.TEXT}\n"

    listOf(200_000, 300_000, 400_000, 499_999).forEach { limit ->
        test("with $limit KiB of address space it does not start, and one sentence says how much it needs") {
            val result = Distribution.shell("ulimit -v $limit; exec \"\$0\" token ${Distribution.nowhere}")
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr.trim().lines() shouldHaveSize 2
                result.stderr shouldContain "a process may have $limit KiB of address space here, and Java needs 500000."
                result.stderr shouldContain "ulimit -v"
            }
        }
    }

    listOf(500_000, 700_000, 1_000_000, 1_500_000, 2_000_000, 4_000_000).forEach { limit ->
        test("with $limit KiB of address space it starts, and gets as far as the network") {
            val url = Distribution.nowhere
            val result = Distribution.shell("ulimit -v $limit; \"\$0\" --version && exec \"\$0\" token $url --interactive")
            withClue(result) {
                result.stdout shouldBe version
                result.stderr shouldContain "Authentication failed: Nothing responds at $url."
            }
        }
    }

    listOf(500_000, 1_500_000, 4_000_000).forEach { limit ->
        test("with $limit KiB of address space on a node with 256 GB and 128 processors it refreshes a token") {
            SlowRefreshServer().use { server ->
                server.respond()
                val file = tempdir().toPath().resolve("tokens.json")
                val stale =
                    Token("old") {
                        expiresAt = Clock.System.now() - 1.hours
                        refreshToken = "r-old"
                    }
                FileTokenStore(file).put(TokenKey.forHost(server.url), stale)
                val node =
                    mapOf("JAVA_OPTS" to "-XX:MaxRAM=256g -XX:ActiveProcessorCount=128", "OIDC_TOKEN_FILE" to "$file")
                val result = Distribution.shell("ulimit -v $limit; exec \"\$0\" token ${server.url}", Distribution.java + node)
                withClue(result) { result.stdout shouldBe "new\n" }
            }
        }
    }

    test("on a node with 256 GB and 4 GB of address space for a process it starts") {
        val result =
            Distribution.shell(
                "ulimit -v 4000000; exec \"\$0\" --version",
                Distribution.java + ("JAVA_OPTS" to "-XX:MaxRAM=256g -XX:ActiveProcessorCount=128"),
            )
        withClue(result) { result.stdout shouldBe version }
    }

    mapOf(
        "a debugger" to "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
        "a log of the JVM" to "-Xlog:gc*=info:stdout -Xlog:startuptime:stdout",
        "its settings" to "-XX:+PrintCommandLineFlags",
        "a trace of classes" to "-verbose:class",
    ).forEach { (what, options) ->
        test("$what, by options for the JVM, leaves standard output to the result") {
            val result = Distribution.shell("exec \"\$0\" --version", Distribution.java + ("JAVA_OPTS" to options))
            withClue(result) {
                result.stdout shouldBe version
                result.stderr shouldNotBe ""
            }
        }
    }

    test("Java's messages about its variables leave standard output to the result") {
        val variables = mapOf("JAVA_TOOL_OPTIONS" to "-Da=b", "JDK_JAVA_OPTIONS" to "-Dc=d")
        val result = Distribution.shell("exec \"\$0\" --version", Distribution.java + variables)
        withClue(result) {
            result.stdout shouldBe version
            result.stderr shouldContain "Picked up JAVA_TOOL_OPTIONS"
        }
    }

    test("a result is appended where the shell appends, and a closed stream is no failure") {
        val file = tempdir().toPath().resolve("out").also { it.writeText("before\n") }
        Distribution.shell("exec \"\$0\" --version >>'$file'").exitCode shouldBe 0
        file.readText() shouldBe "before\n$version"
        Distribution.shell("exec \"\$0\" --version >&-").exitCode shouldBe 0
    }

    test("a JVM that crashes leaves neither a report nor a core in the directory, and nothing on standard output") {
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { silent ->
            val directory = tempdir().toPath()
            val url = "http://127.0.0.1:${silent.localPort}"
            val line = "ulimit -c unlimited 2>/dev/null; cd '$directory' && exec \"\$0\" token $url --interactive"
            CommandProcess.start(listOf("sh", "-c", line, Distribution.script), Distribution.java + ("HOME" to "$directory/home"))
                .use { command ->
                    // The request is on its way: the process is Java by now.
                    silent.accept().use {
                        command.signal("SEGV")
                        val result = command.result()
                        withClue(result) {
                            result.exitCode shouldNotBe 0
                            result.stdout shouldBe ""
                        }
                    }
                }
            directory.listDirectoryEntries("{hs_err*,core*,*.log}").shouldBeEmpty()
        }
    }
})
