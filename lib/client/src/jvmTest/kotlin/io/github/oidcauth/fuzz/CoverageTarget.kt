package io.github.oidcauth.fuzz

import kotlinx.coroutines.runBlocking
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createTempDirectory
import kotlin.io.path.deleteRecursively
import kotlin.io.path.writeBytes

/**
 * The entry point of Jazzer, a coverage-guided fuzzer: it finds these functions by their names, and calls the last one again
 * and again in a separate JVM, with bytes that it changes depending on the code of the library that they reached.
 */
@OptIn(ExperimentalPathApi::class)
internal object CoverageTarget {
    /** First byte of what is an input by itself; of everything else the rest decides how a sample is changed. */
    const val AS_IT_IS: Byte = 0
    private lateinit var target: FuzzTarget
    private lateinit var found: Path

    /** The name of a target, and the file for an input that does what it must not. */
    @JvmStatic
    fun fuzzerInitialize(arguments: Array<String>) {
        val directory = createTempDirectory("fuzz")
        Runtime.getRuntime().addShutdownHook(Thread { directory.deleteRecursively() })
        target =
            FuzzTargets.all(directory, SocketTargets()).single { it.name == arguments[0].replace('_', ' ') }
        found = Path.of(arguments[1])
    }

    @JvmStatic
    fun fuzzerTestOneInput(bytes: ByteArray) {
        if (bytes.isEmpty()) return
        val rest = bytes.copyOfRange(1, bytes.size)
        val input = if (bytes[0] == AS_IT_IS) rest else target.input(Choices.of(rest))
        val outcome = runBlocking { Outcome.of(target, input) }
        if (outcome is Outcome.Finding) {
            found.writeBytes(input)
            throw outcome.cause
        }
    }
}
