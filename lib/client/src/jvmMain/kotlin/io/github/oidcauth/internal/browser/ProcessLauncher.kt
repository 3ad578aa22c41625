package io.github.oidcauth.internal.browser

import java.io.File
import java.io.IOException
import java.util.concurrent.CompletableFuture

/** Starts other programs. */
internal fun interface ProcessLauncher {
    /**
     * Starts [command], its words passed on as they are, without a shell between.
     *
     * @return the exit code, as soon as there is one.
     * @throws IOException when the program is not there or cannot be run.
     */
    fun launch(command: List<String>): CompletableFuture<Int>
}

/**
 * Children of this process, with neither input nor output: a browser that writes to our standard output would spoil the
 * result there, and a text browser would take the terminal. The JVM collects each when it ends, so none stays a zombie.
 */
internal object DetachedLauncher : ProcessLauncher {
    override fun launch(command: List<String>): CompletableFuture<Int> {
        val nothing = File(if (File.separatorChar == '\\') "NUL" else "/dev/null")
        val process =
            ProcessBuilder(command)
                .redirectInput(nothing)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
        return process.onExit().thenApply { it.exitValue() }
    }
}
