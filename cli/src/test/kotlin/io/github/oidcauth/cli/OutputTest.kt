// Tests Results.
package io.github.oidcauth.cli

import io.github.oidcauth.SilentInteraction
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.io.PrintStream

internal class OutputTest : FunSpec({
    suspend fun runWith(stdout: OutputStream): Result {
        val stderr = ByteArrayOutputStream()
        val process =
            ProcessContext({ null }, stdout, PrintStream(stderr, true), InputStream.nullInputStream()) { SilentInteraction }
        return Result(Program(process).run(listOf("--version")), "", stderr.toString())
    }

    fun failingWith(message: String) =
        object : OutputStream() {
            override fun write(byte: Int) = throw IOException(message)
        }

    test("a reader that has gone away is no failure") {
        val result = runWith(failingWith("Broken pipe"))
        result.exitCode shouldBe ExitCode.SUCCESS
        result.stderr shouldBe ""
    }

    test("a result that could not be written is a failure") {
        val result = runWith(failingWith("No space left on device"))
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldBe "Error: the result could not be written to standard output (No space left on device).\n"
    }
})
