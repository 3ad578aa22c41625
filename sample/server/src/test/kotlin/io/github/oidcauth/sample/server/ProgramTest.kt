package io.github.oidcauth.sample.server

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldBeEmpty
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import java.nio.file.Path
import java.util.concurrent.TimeUnit

class ProgramTest :
    FunSpec({
        val complaints = tempfile()

        fun program(vararg arguments: String): Process {
            val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
            val classPath = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
            return ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                "io.github.oidcauth.sample.server.MainKt",
                *arguments,
            )
                .redirectError(complaints)
                .start()
        }

        fun Process.exit(): Int {
            check(waitFor(30, TimeUnit.SECONDS)) { "The program did not end." }
            return exitValue()
        }

        test("the first line is the URL, and standard error stays empty") {
            val process = program("--port", "0")
            try {
                val url = process.inputStream.bufferedReader().readLine()
                url shouldMatch "http://127\\.0\\.0\\.1:\\d+"
                PlainClient(url).post("/auth/v2/device").status shouldBe 200
            } finally {
                process.destroy()
            }
            process.exit()
            complaints.readText().shouldBeEmpty()
        }

        for ((arguments, complaint) in listOf(
            listOf("--port", "x") to "--port needs a whole number from 0 to 65535, not 'x'.",
            listOf("--port") to "--port needs a whole number from 0 to 65535.",
            listOf("--access-token-lifetime", "0") to "--access-token-lifetime needs a whole number of 1 or more, not '0'.",
            listOf("--prot", "1") to "There is no option '--prot'. Try --help.",
        )) {
            test("'${arguments.joinToString(" ")}' is refused with a sentence and exit code 2") {
                val process = program(*arguments.toTypedArray())
                process.exit() shouldBe 2
                complaints.readText().trim() shouldBe complaint
                process.inputStream.reader().readText().shouldBeEmpty()
            }
        }

        test("--help goes to standard output") {
            val process = program("--help")
            process.exit() shouldBe 0
            process.inputStream.reader().readText() shouldContain "--no-device-grant"
        }
    })
