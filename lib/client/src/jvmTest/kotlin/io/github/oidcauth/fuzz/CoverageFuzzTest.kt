package io.github.oidcauth.fuzz

import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.exists
import kotlin.io.path.writeBytes

/**
 * The same parsers, fed by Jazzer, which learns from every input what of the library it reached. Not part of a build: Jazzer
 * takes a JVM for each target, and what it finds depends on the time it has. `-Dfuzz.seconds=60` gives it as much for each;
 * without it there is no test here.
 */
class CoverageFuzzTest :
    FunSpec({
        val settings = FuzzSettings.ofProperties()
        val isWanted = settings.isLong && settings.file == null && settings.index == null
        val targets =
            if (isWanted) FuzzTargets.all(tempdir().toPath().toRealPath(), autoClose(SocketTargets())) else emptyList()

        targets.filter { settings.target in setOf(null, it.name) }.forEach { target ->
            test("${target.name}: guided by coverage, no input does what it must not") {
                shouldNotThrowAny { Jazzer(settings).run(target) }
            }
        }
    })

private class Jazzer(
    private val settings: FuzzSettings,
) {
    private val seconds = checkNotNull(settings.time).inWholeSeconds

    fun run(target: FuzzTarget) {
        val directory = Path.of("target", "fuzz", "coverage", target.name.replace(' ', '-')).toAbsolutePath().createDirectories()
        val corpus = directory.resolve("corpus").createDirectories()
        target.samples.forEachIndexed { i, sample ->
            corpus.resolve("sample-$i").writeBytes(byteArrayOf(CoverageTarget.AS_IT_IS) + sample)
        }
        val found = directory.resolve("found").also { it.deleteIfExists() }
        val process = ProcessBuilder(
            command(target, directory, corpus, found),
        ).directory(directory.toFile()).redirectErrorStream(true)
        val log = directory.resolve("log")
        val running = process.redirectOutput(log.toFile()).start()
        val isOver = running.waitFor(seconds + STARTING_SECONDS, TimeUnit.SECONDS)
        if (!isOver) running.destroyForcibly().waitFor()
        if (isOver && running.exitValue() == 0) return
        val again = if (found.exists()) "  again: -Dfuzz.target='${target.name}' -Dfuzz.file=$found\n" else ""
        throw AssertionError(
            "${target.name}: a finding, or no end.\n$again${Files.readAllLines(log).takeLast(LAST_LINES).joinToString("\n")}",
        )
    }

    private fun command(
        target: FuzzTarget,
        directory: Path,
        corpus: Path,
        found: Path,
    ): List<String> =
        listOf(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=${CoverageTarget::class.java.name}",
            "--target_args=${target.name.replace(' ', '_')} $found",
            "--instrumentation_includes=io.github.oidcauth.**",
            "--instrumentation_excludes=io.github.oidcauth.fuzz.**",
            // The targets open sockets and files, by names that no input has a part in.
            "--disabled_hooks=$HOOKS.ServerSideRequestForgery:$HOOKS.FilePathTraversal",
            "--reproducer_path=$directory",
            "-artifact_prefix=$directory/",
            "-seed=${settings.seed and 0x7fffffff}",
            "-max_total_time=$seconds",
            "-timeout=${Fuzzer.LONGEST.inWholeSeconds}",
            "-max_len=$MOST_BYTES",
            "-rss_limit_mb=0",
            corpus.toString(),
        )

    private companion object {
        const val HOOKS = "com.code_intelligence.jazzer.sanitizers"
        const val STARTING_SECONDS = 120L
        const val MOST_BYTES = 65_536
        const val LAST_LINES = 60
    }
}
