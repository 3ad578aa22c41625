// Tested by ImageTest.
package io.github.oidcauth.cli

import kotlinx.coroutines.runBlocking

/**
 * Runs several command lines in one process, each an argument. The build runs it once to record the classes that the command
 * uses, for the JVM's cache in the self-contained image. It is not part of the command.
 */
fun main(commandLines: Array<String>) {
    val process = ProcessContext.ofProcess(emptyList())
    runBlocking {
        for (line in commandLines) {
            val exitCode = Program(process).run(line.split(' '))
            check(exitCode == ExitCode.SUCCESS) { "`$line` exited with $exitCode." }
        }
    }
}
