package io.github.oidcauth.fuzz

import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.HexFormat
import kotlin.concurrent.thread
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/** Feeds targets with inputs, one after the other, and fails at the first that does what it must not. */
internal class Fuzzer(
    private val settings: FuzzSettings,
) {
    /** The inputs, and the number of those that were accepted. */
    class Report(
        val inputs: Int,
        val accepted: Int,
        val slowest: Duration,
    ) {
        override fun toString(): String = "$inputs inputs, $accepted accepted, ${slowest.inWholeMilliseconds} ms for the slowest"
    }

    /** @throws AssertionError that says what to do to see the finding again. */
    fun run(target: FuzzTarget): Report {
        settings.file?.let { return Run(target).apply { repeat(it) }.report() }
        settings.index?.let { return Run(target).apply { at(it) }.report() }
        return Run(target).apply { samples() }.apply { mutations() }.report()
    }

    private inner class Run(
        private val target: FuzzTarget,
    ) {
        private var inputs = 0
        private var accepted = 0
        private var slowest = Duration.ZERO

        @Volatile
        private var current: Input? = null

        fun report() = Report(inputs, accepted, slowest)

        fun repeat(file: Path) = watched { feed(file.readBytes(), null) }

        fun at(index: Int) = watched { feed(target.input(Choices.of(settings.seed, target.name, index)), index) }

        /** Mutations of what is refused anyway would test nothing but the first check. */
        fun samples() =
            watched {
                target.samples.forEachIndexed { i, sample ->
                    val before = accepted
                    feed(sample, null)
                    if (i < target.valid.size && accepted == before) {
                        throw AssertionError("The sample ${printed(sample)} of ${target.name} is not accepted.")
                    }
                }
            }

        fun mutations() =
            watched {
                val start = TimeSource.Monotonic.markNow()
                val fewest = if (target.isSlow) FEWEST_OF_SLOW else FEWEST
                var index = 0
                while (index < fewest || (settings.time != null && start.elapsedNow() < settings.time)) {
                    feed(target.input(Choices.of(settings.seed, target.name, index)), index)
                    index++
                }
            }

        private fun feed(
            input: ByteArray,
            index: Int?,
        ) {
            val started = Input(input, index).also { current = it }
            inputs++
            val outcome = runBlocking { Outcome.of(target, input) }
            slowest = maxOf(slowest, started.since.elapsedNow())
            when (outcome) {
                is Outcome.Accepted -> accepted++
                is Outcome.Refused -> Unit
                is Outcome.Finding -> throw found(outcome, Input(shrunk(outcome, input), index))
            }
            current = null
        }

        private fun shrunk(
            finding: Outcome.Finding,
            input: ByteArray,
        ): ByteArray {
            // Each step may take as long as any input.
            current = null
            return Shrinking.shrink(input) { smaller ->
                (runBlocking { Outcome.of(target, smaller) } as? Outcome.Finding)?.kind == finding.kind
            }
        }

        /** Runs [action] on a thread of its own, and gives up an input that takes too long. */
        private fun watched(action: () -> Unit) {
            var failure: Throwable? = null
            val worker =
                thread(isDaemon = true, name = "fuzz ${target.name}") {
                    try {
                        action()
                    } catch (e: AssertionError) {
                        failure = e
                    }
                }
            while (worker.isAlive) {
                worker.join(PULSE_MS)
                current?.takeIf { it.since.elapsedNow() > LONGEST }?.let { throw hung(it, worker) }
            }
            failure?.let { throw it }
        }

        private fun hung(
            input: Input,
            worker: Thread,
        ): AssertionError {
            val hanging = AssertionError("It has not come to an end within $LONGEST.").apply { stackTrace = worker.stackTrace }
            return found(Outcome.Finding(hanging), input)
        }

        private fun found(
            finding: Outcome.Finding,
            input: Input,
        ): AssertionError {
            val file = kept(input.bytes)
            val again =
                listOfNotNull(
                    "-Dfuzz.target='${target.name}' -Dfuzz.file=$file",
                    input.index?.let { "-Dfuzz.target='${target.name}' -Dfuzz.seed=${settings.seed} -Dfuzz.index=$it" },
                )
            return AssertionError(
                "${target.name} does what it must not: ${finding.cause}\n  with ${printed(input.bytes)}\n" +
                    "  again with the smallest such input, or with the first:\n    ${again.joinToString("\n    ")}",
                finding.cause,
            )
        }

        private fun kept(input: ByteArray): Path {
            val digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input)).take(DIGEST_LETTERS)
            val directory = Files.createDirectories(Path.of("target", "fuzz"))
            return directory.resolve("${target.name.replace(' ', '-')}-$digest").toAbsolutePath().apply { writeBytes(input) }
        }
    }

    private class Input(
        val bytes: ByteArray,
        val index: Int?,
    ) {
        val since: TimeMark = TimeSource.Monotonic.markNow()
    }

    companion object {
        /** All of a build, and of a longer run even when the machine is busy and the time is over. */
        const val FEWEST = 150
        const val FEWEST_OF_SLOW = 40

        /** Generous: no input takes a hundredth of it, and machines are busy. */
        val LONGEST = 20.seconds
        private const val PULSE_MS = 100L
        private const val DIGEST_LETTERS = 12
        private const val MOST_PRINTED = 600

        private fun printed(bytes: ByteArray): String {
            val text =
                String(bytes, Charsets.ISO_8859_1).take(MOST_PRINTED).map {
                    when (it) {
                        in ' '..'~' -> it.toString()
                        '\n' -> "\\n"
                        else -> "\\x" + it.code.toString(radix = 16).padStart(2, '0')
                    }
                }
            return "${bytes.size} bytes: " + text.joinToString("") + if (bytes.size > MOST_PRINTED) "…" else ""
        }
    }
}
