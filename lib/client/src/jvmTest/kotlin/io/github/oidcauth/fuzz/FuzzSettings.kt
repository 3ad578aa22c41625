package io.github.oidcauth.fuzz

import java.nio.file.Path
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** The number of inputs or the duration, and the seed, from system properties. A failure names the ones that repeat it. */
internal class FuzzSettings(
    /** `fuzz.seed`. The same in every build, so that a build fails for what was changed. Drawn by lot for a long run. */
    val seed: Long,
    /** `fuzz.seconds`: for each target. Null in a build, in which each has the same number of inputs every time. */
    val time: Duration?,
    /** `fuzz.target`: this one alone. */
    val target: String?,
    /** `fuzz.index`: this input of the seed alone. */
    val index: Int?,
    /** `fuzz.file`: what is in this file alone. */
    val file: Path?,
) {
    val isLong: Boolean get() = time != null

    companion object {
        private const val DEFAULT_SEED = 1L

        fun ofProperties(): FuzzSettings {
            val seconds = System.getProperty("fuzz.seconds")?.toDouble()
            return FuzzSettings(
                seed = System.getProperty("fuzz.seed")?.toLong() ?: if (seconds == null) DEFAULT_SEED else Random.nextLong(),
                time = seconds?.seconds,
                target = System.getProperty("fuzz.target"),
                index = System.getProperty("fuzz.index")?.toInt(),
                file = System.getProperty("fuzz.file")?.let { Path.of(it) },
            )
        }
    }
}
