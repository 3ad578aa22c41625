package io.github.oidcauth.cli.running

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withContext
import kotlin.random.Random
import kotlin.time.Clock

/** Keeps the token of a source in [file] for other programs. */
internal class KeepFile(
    private val file: SharedTokenFile,
    private val content: FileContent,
    private val signals: Signals,
    private val warn: (String) -> Unit,
    private val clock: Clock = Clock.System,
    private val random: () -> Double = Random::nextDouble,
) {
    /** Writes the token of [source] once. */
    suspend fun once(source: TokenSource): Unit = locked { write(source.token()) }

    /**
     * Keeps the token fresh until SIGTERM arrives. With [removes], the file is removed then.
     *
     * @throws io.github.oidcauth.AuthException when no token can be obtained any more. The file is removed, as its token has
     * expired.
     */
    suspend fun run(
        source: TokenSource,
        removes: Boolean,
    ): Unit =
        locked {
            val stopped = CompletableDeferred<Unit>()
            signals.handle(listOf("TERM")) { stopped.complete(Unit) }.use {
                coroutineScope {
                    val keeper = TokenKeeper(source, ::write, clock, random, warn)
                    val failure = async { keeper.run(keeper.begin()) }
                    val end =
                        select {
                            failure.onAwait { it }
                            stopped.onAwait { null }
                        }
                    failure.cancel()
                    if (end != null || removes) withContext(Dispatchers.IO) { file.delete() }
                    if (end != null) throw end
                }
            }
        }

    private suspend fun write(token: Token) {
        val text = content.of(token)
        withContext(Dispatchers.IO) { file.write(text) }
    }

    private suspend fun locked(action: suspend () -> Unit) {
        val lock =
            withContext(Dispatchers.IO) { file.requireReplaceable().let { FileLock.of(file) }.also { file.deleteLeftovers() } }
        lock.use { action() }
    }
}
