// Tests EventInteraction and ErrorName.
package io.github.oidcauth.cli.events

import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.ProcessContext
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CancellationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.ByteArrayOutputStream
import java.io.OutputStream
import java.io.PrintStream
import java.time.Duration
import kotlin.concurrent.thread

/** The events of whole runs, against the schema that is published. */
internal class EventRunTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofMillis(10)))
    val withoutDeviceGrant = SampleServer.start(Settings(deviceGrant = false))
    afterSpec {
        server.close()
        withoutDeviceGrant.close()
    }

    /** A wrapper: reads each event, and acts on it. */
    class Wrapper(
        private val act: (JsonObject) -> Unit = {},
    ) : OutputStream() {
        private val line = ByteArrayOutputStream()
        val events = mutableListOf<JsonObject>()
        val text = StringBuilder()

        override fun write(byte: Int) {
            text.append(byte.toChar())
            if (byte != '\n'.code) return line.write(byte)
            val event = Json.parseToJsonElement(line.toString()).jsonObject
            line.reset()
            EventSchema.check(event)
            events += event
            act(event)
        }

        val names get() = events.map { it.name }
        val last get() = events.last()
    }

    val folder = TemporaryFolders.new()
    val variables = mapOf("OIDC_TOKEN_FILE" to folder.resolve("tokens.json").toString(), "INTERACTIVE_SESSION" to "1")

    suspend fun run(
        wrapper: Wrapper,
        vararg arguments: String,
        environment: Map<String, String> = variables,
    ): Pair<Int, String> {
        val stdout = ByteArrayOutputStream()
        val process =
            ProcessContext(environment::get, stdout, PrintStream(wrapper, true), "".byteInputStream()) { SilentInteraction }
                .withEvents(arguments.toList())
        return Program(process).run(arguments.toList()) to stdout.toString()
    }

    val deviceUser: (JsonObject) -> Unit = { event ->
        if (event.name == "device_code") ScriptedVisitor().approveDevice(event.text("verification_uri"), event.text("user_code"))
    }

    test("a login with a code is an event for each step, without the token, which standard output has") {
        val wrapper = Wrapper(deviceUser)
        val (exitCode, stdout) = run(wrapper, "token", server.url, "--interactive", "--no-browser", "--events", "json")
        withClue(wrapper.text) {
            exitCode shouldBe ExitCode.SUCCESS
            wrapper.names.filter { it != "progress" }.shouldContainExactly("start", "device_code", "token", "done")
            wrapper.events.single { it.name == "token" }.text("source") shouldBe "login"
            wrapper.events.single { it.name == "token" }.text("key") shouldContain server.url
            wrapper.text.toString() shouldNotContain stdout.trim()
        }
        // The same again comes from the store, and the variable requests the events as well.
        val again = Wrapper()
        run(again, "token", server.url, environment = variables + ("OIDC_AUTH_EVENTS" to "json")).second shouldBe stdout
        again.names.shouldContainExactly("start", "token", "done")
        again.events[1].text("source") shouldBe "store"
    }

    test("a login in the browser is an event with its URL and port") {
        val wrapper =
            Wrapper { event ->
                if (event.name == "browser_login") thread { ScriptedVisitor().signIn(event.text("url")) }
            }
        val (exitCode) =
            run(wrapper, withoutDeviceGrant.url, "-p", "0", "--interactive", "--no-browser", "--events=json")
        withClue(wrapper.text) {
            exitCode shouldBe ExitCode.SUCCESS
            wrapper.names shouldContain "browser_login"
            wrapper.names.last() shouldBe "done"
        }
    }

    test("a refusal is an error with the code of the server") {
        val wrapper =
            Wrapper { event ->
                if (event.name == "device_code") {
                    ScriptedVisitor().denyDevice(event.text("verification_uri"), event.text("user_code"))
                }
            }
        run(wrapper, server.url, "--force", "--interactive", "--no-browser", "--events", "json").first shouldBe ExitCode.DENIED
        wrapper.last.text("code") shouldBe "denied"
        wrapper.last.text("oauth_error") shouldBe "access_denied"
        wrapper.last.getValue("exit_code").jsonPrimitive.int shouldBe ExitCode.DENIED
        wrapper.last.text("message") shouldContain "refused"
    }

    test("wrong usage is an error of every command, with a hint") {
        listOf(listOf("login", "--nonsense"), listOf("list", "--color", "pink"), listOf("--list", "--nonsense")).forEach { line ->
            val wrapper = Wrapper()
            run(wrapper, *line.toTypedArray(), "--events", "json").first shouldBe ExitCode.USAGE
            withClue(wrapper.text) {
                wrapper.names.shouldContainExactly("start", "error")
                wrapper.last.text("code") shouldBe "usage"
                wrapper.last.text("message") shouldNotContain "Usage:"
                wrapper.last.text("hint") shouldContain "--help"
            }
        }
    }

    test("a format that is not known is refused in plain text") {
        val bytes = ByteArrayOutputStream()
        val arguments = listOf("list", "--events", "xml")
        val process =
            ProcessContext(variables::get, ByteArrayOutputStream(), PrintStream(bytes, true), "".byteInputStream()) {
                SilentInteraction
            }.withEvents(arguments)
        Program(process).run(arguments) shouldBe ExitCode.USAGE
        bytes.toString() shouldContain "xml"
        bytes.toString() shouldNotContain "{"
    }

    test("where no user can log in, the error says so") {
        val wrapper = Wrapper()
        val batch = variables + mapOf("INTERACTIVE_SESSION" to "0")
        run(
            wrapper,
            "token",
            withoutDeviceGrant.url,
            "--min-ttl",
            "1",
            "--force",
            "--non-interactive",
            "--events",
            "json",
            environment = batch,
        )
            .first shouldBe ExitCode.LOGIN_REQUIRED
        wrapper.last.text("code") shouldBe "login_required"
        wrapper.last.text("hint") shouldContain "--interactive"
    }

    test("--verbose becomes messages, and results stay on standard output") {
        val wrapper = Wrapper()
        val (exitCode, stdout) = run(wrapper, "list", "--json", "-v", "--events", "json")
        exitCode shouldBe ExitCode.SUCCESS
        wrapper.names shouldContain "message"
        Json.parseToJsonElement(stdout)
    }

    test("an interruption is the last event") {
        val wrapper = Wrapper()
        shouldThrow<CancellationException> {
            EventRun(PrintStream(wrapper, true)).record { throw CancellationException("Ctrl-C") }
        }
        wrapper.names.shouldContainExactly("start", "error")
        wrapper.last.text("code") shouldBe "interrupted"
        wrapper.last.getValue("exit_code").jsonPrimitive.int shouldBe ExitCode.INTERRUPTED
    }

    test("each exit code has a name of its own, and the schema knows it") {
        ErrorName.entries.map { it.exitCode }.toSet() shouldBe ExitCode.MEANINGS.keys - ExitCode.SUCCESS
        ErrorName.entries.forEach { name ->
            val wrapper = Wrapper()
            EventRun(PrintStream(wrapper, true)).record { name.exitCode }
            wrapper.last.text("code") shouldBe name.word
        }
    }
})

private val JsonObject.name get() = text("event")

private fun JsonObject.text(name: String) = getValue(name).jsonPrimitive.content
