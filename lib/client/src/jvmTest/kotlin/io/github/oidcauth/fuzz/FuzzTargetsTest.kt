package io.github.oidcauth.fuzz

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeUnique
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readLines
import kotlin.io.path.walk

/** That no parser is forgotten in the table of [FuzzTargets]. */
class FuzzTargetsTest :
    FunSpec({
        val sockets = autoClose(SocketTargets())
        val targets = FuzzTargets.all(tempdir().toPath().toRealPath(), sockets)
        val read = targets.flatMap { it.reads }.toSet()
        val sources =
            listOf("src/commonMain/kotlin", "src/jvmMain/kotlin")
                .flatMap { Path.of(it).walk().filter { file -> file.extension == "kt" } }
                .associateBy { it.nameWithoutExtension }

        test("every source file that takes text or octets apart is read by a target, or is known to take its own") {
            val parsers = sources.filterValues { file ->
                file.readLines().any { !isComment(it) && SIGN.containsMatchIn(it) }
            }.keys

            (parsers - read - OWN.keys).sorted().shouldBeEmpty()
        }

        test("targets name files that there are, and exceptions are none of them") {
            ((read + OWN.keys) - sources.keys).sorted().shouldBeEmpty()
            OWN.keys.intersect(read).sorted().shouldBeEmpty()
        }

        test("each target has its own name, which its inputs follow from") {
            targets.map { it.name }.shouldBeUnique()
        }
    })

private fun isComment(line: String) = line.trimStart().run { startsWith("*") || startsWith("//") || startsWith("/*") }

/** The calls that parse input from outside. */
private val SIGN =
    Regex(
        "parse(Json|JsonLastWins|UniqueJson|StrictJson)\\(|readJson\\(|parseToJsonElement\\(|decodeFromString|" +
            "queryParameters\\(|CompactJwt\\.parse|" +
            "Base64Url\\.decode|Base64\\.get\\w*Decoder|decodeURL|URLDecoder|URI\\(|generatePrivate\\(|generateCertificate\\(|" +
            "readNBytes|readAllBytes|readString|newDecoder|decodeToString\\(|to(Int|Long|Double|BooleanStrict)OrNull\\(|" +
            "fun \\w*(parse|deserialize|fromJson|fromPem|decode)\\(",
    )

/** Files with such a sign that take nothing apart that comes from outside, and why. */
private val OWN: Map<String, String> =
    mapOf(
        "AuthorizationParameters" to "settings of the program",
        "ForegroundProbe" to "what the kernel says of this process",
        "InstalledVersion" to "what a library says of its version, in its jar",
        "FileLockAttempt" to "the number of a process, or none: 64 octets that are shown to a user",
        "ForegroundProbe" to "what the kernel says of this process",
        "ProcessOwner" to "what the kernel says of this process",
        "JsonBody" to "JSON that the library of the program has written",
        "PlainJson" to "JSON that has been parsed before",
        "ParseNumber" to "a number in JSON that has been parsed before",
        "JdkCallEngine" to "octets of a response, which others take apart",
        "ProxyEventListener" to "the status that an exception of OkHttp names",
        "NotebookProbe" to "a variable of the environment, a number or not",
        "TerminalProbe" to "a property of the JVM, true or false or neither",
        "TerminalCapabilities" to "a variable of the environment, a number or not",
        "RemoteSession" to "variables of the environment",
        "TerminalLinks" to "a variable of the environment, a number or not",
        "TerminalSize" to "two numbers that the system's program for terminals has printed",
        "ListenAddress" to "settings of the program",
        "LocalHostName" to "the name of this machine",
        "FieldRules" to "values that the program sends",
        "PathSegments" to "segments of a path that the program sends; see HostilePathTest",
        "PromptHolderFile" to
            "the number of a process, a time and the name of a machine, or none: 512 octets that are shown to a user",
    )
