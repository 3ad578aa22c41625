package io.github.oidcauth.interop.notebook

import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.requires
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.delay
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonPrimitive
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource

/** The notebook below `sample` in the Kotlin kernel, without a screen, and a user who clicks the link below the cell. */
class NotebookTest : FunSpec({
    requires(NotebookEnvironment)

    /** Runs the notebook for the application at [url], as the user whose tokens are below [home]. */
    class Run(url: String, home: Path) {
        private val output = home.resolve("output.ipynb")
        val command = CommandRun.start(
            listOf(
                "${NotebookEnvironment.python}",
                "${Folders.copyResource("python/run_notebook.py", Folders.target)}",
                "${root().resolve("sample/notebook/CallAnApi.ipynb")}",
                "$output",
                JsonObject(
                    mapOf(
                        "@file:DependsOn(\"io.github.oidcauth:oidc-auth-client:0.1.0-SNAPSHOT\")" to JsonPrimitive(library()),
                        "https://myapp.example.com" to JsonPrimitive(url),
                    ),
                ).toString(),
            ),
            mapOf("PATH" to System.getenv("PATH"), "HOME" to "$home", "JAVA_HOME" to System.getProperty("java.home")),
            home,
        )

        /** The HTML that the cells have displayed so far. */
        fun displayed(): List<String> =
            command.stdout.lines().filter { it.startsWith('"') && it.endsWith('"') }
                .map { Json.parseToJsonElement(it).jsonPrimitive.content }

        /** Returns the link of the login below the cell. */
        suspend fun link(): String {
            val start = TimeSource.Monotonic.markNow()
            while (start.elapsedNow() < 4.minutes) {
                displayed().firstNotNullOfOrNull { LINK.find(it)?.groupValues?.get(1) }?.let { return it.replace("&amp;", "&") }
                withClue(command::describe) { command.isAlive shouldBe true }
                delay(200.milliseconds)
            }
            error("No cell has displayed a link.\n${command.describe()}")
        }

        fun result(): String = command.succeeds(5.minutes).let { output.readText() }
    }

    test("a user clicks the link below a cell, and the cells call the API; the next notebook needs no login") {
        SampleServer.start().use { server ->
            val home = Folders.new("notebook")
            val first = Run(server.url, home)
            ScriptedVisitor().let { visitor ->
                val link = first.link()
                visitor.approveDevice(link, link.substringAfter("user_code=", ""))
            }
            first.result() shouldContain "alice"
            first.displayed() shouldHaveSize 1

            val second = Run(server.url, home)
            second.result() shouldContain "alice"
            second.displayed() shouldHaveSize 0
        }
    }
}) {
    private companion object {
        val LINK = Regex("<a href=\"([^\"]+)\"")

        fun root(): Path = Folders.target.resolve("../../..").normalize()

        /** Returns the cell that loads the library as it was built, with the libraries that it needs, in place of the published one. */
        fun library(): String =
            root().resolve("cli/target/oidc-auth/lib").listDirectoryEntries("*.jar")
                .filterNot { jar -> OTHERS.any { it in jar.name } }
                .joinToString("\n") { "@file:DependsOn(\"$it\")" }

        /** Parts of the command that the library does not need. */
        val OTHERS = listOf("oidc-auth-cli.jar", "netty", "lettuce", "redis", "keyring", "clikt", "mordant")
    }
}
