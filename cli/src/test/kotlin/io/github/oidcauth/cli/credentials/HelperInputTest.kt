package io.github.oidcauth.cli.credentials

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.withTimeout
import java.io.IOException
import java.io.InputStream
import java.io.PipedInputStream
import java.io.PipedOutputStream
import kotlin.time.Duration.Companion.milliseconds

internal class HelperInputTest : FunSpec({
    fun input(octets: ByteArray) = HelperInput(octets.inputStream())

    test("a request is read to its end, and not beyond the limit") {
        input(ByteArray(HelperInput.MAX_OCTETS)).read().size shouldBe HelperInput.MAX_OCTETS
        shouldThrow<InvalidHelperRequestException> { input(ByteArray(HelperInput.MAX_OCTETS + 1)).read() }.message shouldContain
            "too large"
    }

    test("an endless request is not read to its end") {
        val endless =
            object : InputStream() {
                override fun read() = 'a'.code
            }
        shouldThrow<InvalidHelperRequestException> { HelperInput(endless).read() }.message shouldContain "too large"
    }

    test("text is UTF-8") {
        input("ü".toByteArray()).readText() shouldBe "ü"
        shouldThrow<InvalidHelperRequestException> { input(byteArrayOf(-1)).readText() }.message shouldContain "UTF-8"
    }

    test("a stream that fails is an error, and one that delivers nothing can be left") {
        val broken =
            object : InputStream() {
                override fun read() = throw IOException("broken")
            }
        shouldThrow<InvalidHelperRequestException> { HelperInput(broken).read() }.message shouldContain "cannot be read"
        PipedOutputStream().use { writer ->
            val silent = HelperInput(PipedInputStream(writer))
            shouldThrow<TimeoutCancellationException> { withTimeout(50.milliseconds) { silent.read() } }
        }
    }
})
