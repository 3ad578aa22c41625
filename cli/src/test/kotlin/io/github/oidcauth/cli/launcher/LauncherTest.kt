package io.github.oidcauth.cli.launcher

import io.github.oidcauth.cli.CommandProcess
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.Version
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.writeText

/** The script that starts the command, in the distribution that `package` has made. */
internal class LauncherTest : FunSpec({
    val distribution = Path.of(System.getProperty("oidcauth.distribution"))
    val script = "$distribution/bin/oidc-auth"
    val java = Path.of(System.getProperty("java.home"))
    val plain = mapOf("JAVA_HOME" to "$java")

    fun run(
        command: List<String>,
        environment: Map<String, String> = plain,
    ): Result = CommandProcess.start(command, environment).use { it.result() }

    fun Result.isVersion() =
        withClue(this) {
            stdout shouldBe "oidc-auth ${Version.TEXT}\n"
            stderr shouldBe ""
            exitCode shouldBe 0
        }

    /** A Java that claims to be [version] and is none. */
    fun fakeJava(version: String): Path {
        val home = tempdir().toPath()
        home.resolve("bin").createDirectories()
        val program = home.resolve("bin/java")
        program.writeText("#!/bin/sh\necho 'openjdk version \"$version\" 2020-01-01' >&2\n")
        check(program.toFile().setExecutable(true))
        return home
    }

    test("it starts with JAVA_HOME, and with the Java on the PATH") {
        run(listOf(script, "--version")).isVersion()
        run(listOf(script, "--version"), mapOf("PATH" to "$java/bin:${System.getenv("PATH")}")).isVersion()
    }

    test("the distribution has the store for --store redis://, and does not wait long for one that is not there") {
        val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
        val result = run(listOf(script, "--list", "--store", "redis://:hunter2@127.0.0.1:$port?timeout=1"))
        withClue(result) {
            result.exitCode shouldBe 1
            result.stdout shouldBe ""
            result.stderr shouldContain "Error: The Redis at redis://127.0.0.1:$port/0 has not responded within 1s."
            result.stderr.trim().lines() shouldHaveSize 1
            result.stderr shouldNotContain "hunter2"
        }
    }

    test("it starts through links, from any directory, and from a path with spaces") {
        val place = tempdir().toPath().resolve("a b").createDirectories()
        val copy = place.resolve("oidc auth")
        check(run(listOf("cp", "-R", "$distribution", "$copy")).exitCode == 0)
        val link = place.resolve("first").createSymbolicLinkPointingTo(Path.of("oidc auth/bin/oidc-auth"))
        val second = place.resolve("links").createDirectories().resolve("second").createSymbolicLinkPointingTo(link)
        run(listOf("$second", "--version")).isVersion()
        run(listOf("sh", "-c", "cd / && exec \"$second\" --version")).isVersion()
    }

    test("arguments arrive as they are") {
        val result = run(listOf(script, "a b", "*", "\$HOME"))
        result.exitCode shouldBe 2
        result.stderr shouldContain "There is more than one HOST: a b * \$HOME."
    }

    test("options for the JVM arrive, as words and not as patterns") {
        val options = mapOf("JAVA_OPTS" to "-Da=* -Duser.language=en", "OIDC_AUTH_OPTS" to "-XshowSettings:properties")
        val result = run(listOf(script, "--version"), plain + options)
        result.exitCode shouldBe 0
        result.stderr shouldContain "a = *"
    }

    test("it starts where a process may have no more than 2 GB of addresses") {
        run(listOf("sh", "-c", "ulimit -v 2000000 && exec '$script' --version")).isVersion()
    }

    // Each makes the JVM give up at another point of its start, or complain and go on.
    listOf(
        "-Xms100000g -Xmx100000g",
        "-Xmx1k",
        "-Xss1k",
        "-XX:NoSuchOption=1",
        "-XX:+UseG1GC",
        "-XX:+UseSerialGC -XX:CompressedClassSpaceSize=3g -XX:SharedArchiveFile=/nowhere -Xshare:on",
        "-XX:+UseLargePages -XX:LargePageSizeInBytes=1g",
    ).forEach { options ->
        test("nothing that the JVM says with $options goes to standard output") {
            val result = run(listOf(script, "--version"), plain + ("OIDC_AUTH_OPTS" to options))
            withClue(result) { result.stdout shouldBe if (result.exitCode == 0) "oidc-auth ${Version.TEXT}\n" else "" }
        }
    }

    test("a JVM that cannot have its memory says so on standard error") {
        val command = listOf("sh", "-c", "ulimit -v 600000 && exec '$script' token https://myapp.example.com")
        val result = run(command, plain + ("OIDC_AUTH_OPTS" to "-Xms400m -Xmx500m"))
        withClue(result) {
            result.exitCode shouldBe 1
            result.stdout shouldBe ""
            result.stderr shouldContain "Error occurred during initialization of VM"
        }
    }

    test("without a Java, or with an old one, it says what to do") {
        val tools = tempdir().toPath()
        listOf("dirname", "readlink", "sed", "sh").forEach { tool ->
            val place = System.getenv("PATH").split(':').map { Path.of(it, tool) }.first { Files.isExecutable(it) }
            // No link: it would lead out of the folder, which is deleted with all that is in it.
            tools.resolve(tool).writeText("#!/bin/sh\nexec '$place' \"\$@\"\n")
            check(tools.resolve(tool).toFile().setExecutable(true))
        }
        val failures =
            mapOf(
                mapOf("PATH" to "$tools") to "there is no Java",
                mapOf("JAVA_HOME" to "$tools") to "JAVA_HOME is $tools, and there is no Java in it",
                mapOf("JAVA_HOME" to "${fakeJava("1.8.0_292")}") to "is version 1.8.0_292",
                mapOf("JAVA_HOME" to "${fakeJava("11.0.20")}") to "is version 11.0.20",
            )
        failures.forEach { (environment, words) ->
            val result = run(listOf(script, "--version"), environment)
            withClue(result) {
                result.exitCode shouldBe 1
                result.stdout shouldBe ""
                result.stderr shouldContain words
                result.stderr shouldContain "Java 17 or newer"
            }
        }
    }

    test("a reader that closes standard output is no failure") {
        val result = run(listOf("sh", "-c", "{ '$script' --help; echo \$? >&2; } | :"))
        result.stderr shouldBe "0\n"
    }
})
