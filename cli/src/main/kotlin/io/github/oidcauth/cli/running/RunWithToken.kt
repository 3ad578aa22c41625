// Tested by RunCommandTest.
package io.github.oidcauth.cli.running

import io.github.oidcauth.Token
import io.github.oidcauth.cli.grants.TokenAccess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.IOException
import java.nio.file.Files
import kotlin.random.Random
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes

/** Runs [program] with a token in its [environment] and in a file, and keeps the file fresh meanwhile. */
internal class RunWithToken(
    private val ownEnvironment: (String) -> String?,
    private val program: ChildProgram,
    private val environment: ChildEnvironment,
    private val clock: Clock = Clock.System,
    private val warn: (String) -> Unit,
) {
    /** Returns the exit code of the program. */
    suspend fun run(started: TokenAccess.Started): Int =
        coroutineScope {
            val directory = withContext(Dispatchers.IO) { PrivateDirectory(ownEnvironment).create() }
            val file = SharedTokenFile(directory.resolve("token"))
            try {
                withContext(Dispatchers.IO) { file.write(started.token.accessToken) }
                val keeping = keep(started, file)
                val exitCode = program.run(environment.changes(started.token.accessToken, file.path))
                keeping.cancelAndJoin()
                exitCode
            } finally {
                withContext(NonCancellable + Dispatchers.IO) {
                    file.delete()
                    try {
                        Files.deleteIfExists(directory)
                    } catch (e: IOException) {
                        warn("the directory $directory was not removed (${e.javaClass.simpleName}). It has no token.")
                    }
                }
            }
        }

    /** The program goes on without a fresh token, and gets one when the user has logged in elsewhere. */
    private fun CoroutineScope.keep(
        started: TokenAccess.Started,
        file: SharedTokenFile,
    ) = launch {
        val write: suspend (Token) -> Unit = { token -> withContext(Dispatchers.IO) { file.write(token.accessToken) } }
        val keeper = TokenKeeper(started.later, write, clock, Random::nextDouble, warn)
        while (true) {
            keeper.run(started.token)
            delay(AFTER_END)
        }
    }

    private companion object {
        val AFTER_END = 1.minutes
    }
}
