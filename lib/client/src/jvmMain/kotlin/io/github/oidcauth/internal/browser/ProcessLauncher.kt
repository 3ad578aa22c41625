package io.github.oidcauth.internal.browser

import java.io.File
import java.io.IOException
import java.util.concurrent.CompletableFuture

/** Starts other programs. */
internal fun interface ProcessLauncher {
    /**
     * Starts [command] with its words unchanged, without a shell.
     *
     * @return the exit code, when the program has ended.
     * @throws IOException when the program does not exist or cannot be executed.
     */
    fun launch(command: List<String>): CompletableFuture<Int>
}

/**
 * Starts child processes without input and output: a browser that writes to standard output would mix with the program's result,
 * and a text browser would take the terminal. The JVM waits for each process, so none stays a zombie.
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
