// Tests PromptHolderFile.
package io.github.oidcauth.internal.tokenfile.locks

import io.github.oidcauth.PromptLock
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.supervisorScope
import java.nio.file.Path
import kotlin.time.Clock
import kotlin.time.Instant

/** Asked for the time when the lock is taken and the note is about to be written. */
private class ClockUnderLock(
    private val action: () -> Unit,
) : Clock {
    override fun now(): Instant = Clock.System.now().also { action() }
}

class FilePromptLocksTest :
    FunSpec({
        fun lockFile(): Path = tempdir("locks").toPath().toRealPath().resolve("host.prompt")

        suspend fun mustBeFree(lockFile: Path) =
            FilePromptLocks(Dispatchers.IO, Clock.System).tryLock(lockFile).shouldBeInstanceOf<PromptLock.Held>().release()

        test("a lock whose note cannot be made is given back") {
            val lockFile = lockFile()
            shouldThrow<IllegalStateException> {
                FilePromptLocks(Dispatchers.IO, ClockUnderLock { error("no time") }).tryLock(lockFile)
            }
            mustBeFree(lockFile)
        }

        test("a lock that was taken when its caller was cancelled is given back") {
            val lockFile = lockFile()
            supervisorScope {
                val attempt =
                    async {
                        val caller: Job = coroutineContext.job
                        FilePromptLocks(Dispatchers.IO, ClockUnderLock { caller.cancel() }).tryLock(lockFile)
                    }
                shouldThrow<CancellationException> { attempt.await() }
            }
            mustBeFree(lockFile)
        }

        test("a lock that is held is given back once, by its holder") {
            val lockFile = lockFile()
            val prompts = FilePromptLocks(Dispatchers.IO, Clock.System)
            coroutineScope {
                val held = prompts.tryLock(lockFile).shouldBeInstanceOf<PromptLock.Held>()
                prompts.tryLock(lockFile).shouldBeInstanceOf<PromptLock.Busy>()
                held.release()
            }
            mustBeFree(lockFile)
        }
    })
