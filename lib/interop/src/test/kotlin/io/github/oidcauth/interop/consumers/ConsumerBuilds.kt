package io.github.oidcauth.interop.consumers

import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.Future
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.copyToRecursively
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteRecursively
import kotlin.io.path.isDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.time.Duration.Companion.minutes
import kotlin.time.measureTime

/** The builds of all consumers. The first that is asked for starts all of them, two at a time. */
internal class ConsumerBuilds : AutoCloseable {
    private val sources: Path = Path.of(System.getProperty("interop.consumers", "consumers")).toAbsolutePath()
    private val threads = Executors.newFixedThreadPool(AT_A_TIME)
    private val repository = lazy { LocalRepository.prepare() }
    private val builds: Map<Consumer, Future<String>> by lazy {
        Consumer.entries.filter { it.missing == null }.associateWith { threads.submit(Callable { build(it) }) }
    }

    /** The names of the folders that have a project. */
    val projects: Set<String>
        get() = sources.listDirectoryEntries().filter { it.isDirectory() }.map { it.name }.toSet()

    /**
     * Waits for the build of [consumer]. Returns what to say about it; fails with the output of the build when that has
     * failed.
     */
    fun resultOf(consumer: Consumer): String =
        try {
            builds.getValue(consumer).get()
        } catch (e: ExecutionException) {
            throw e.cause ?: e
        }

    private fun build(consumer: Consumer): String {
        val folder = copyOf(consumer)
        val took =
            measureTime {
                val run = consumer.tool.start(folder, repository.value.folder, consumer.jdk?.home)
                try {
                    if (run.exitCode(BUILD_TIME) != 0) throw AssertionError(complaintOf(consumer, run))
                } finally {
                    run.kill()
                }
            }
        return "ConsumersTest: ${consumer.folder}: ${consumer.sentence} (${took.inWholeSeconds} s)"
    }

    /** Brief, since Maven repeats it; the whole output is printed once. */
    private fun complaintOf(
        consumer: Consumer,
        run: CommandRun,
    ): String {
        println("ConsumersTest: ${consumer.folder}: the build has failed.\n${run.describe()}")
        val failures = run.stdout.lines().filter { it.startsWith("[ERROR]") || it.startsWith("FAILURE") || it.startsWith("> ") }
        return failures.take(LINES_OF_COMPLAINT).joinToString("\n", prefix = "The build of ${consumer.folder} has failed:\n")
    }

    /** The project is built in a copy, so that nothing is written among the sources. Some share sources, by a symbolic link. */
    @OptIn(ExperimentalPathApi::class)
    private fun copyOf(consumer: Consumer): Path {
        val folder = Folders.target.resolve("consumers").createDirectories().resolve(consumer.folder)
        folder.deleteRecursively()
        sources.resolve(consumer.folder).copyToRecursively(folder, followLinks = true)
        return folder
    }

    override fun close() {
        threads.shutdownNow()
        if (repository.isInitialized()) repository.value.keepDownloads()
    }

    private companion object {
        const val AT_A_TIME = 2
        const val LINES_OF_COMPLAINT = 12

        /** The first build on a machine downloads a framework or a compiler. */
        val BUILD_TIME = 10.minutes
    }
}
