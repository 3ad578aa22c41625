package io.github.oidcauth

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import kotlin.io.path.createDirectory
import kotlin.random.Random
import kotlin.time.Duration.Companion.microseconds

/**
 * Processes that are killed at random points of a write. A few rounds in every build; `-Dcrash.rounds=500` for many.
 */
class FileTokenStoreCrashTest :
    FunSpec({
        val rounds = System.getProperty("crash.rounds")?.toInt() ?: 24
        val directory = tempdir("crash").toPath().toRealPath()
        val key = TokenKey.of("https://h")
        val bystander = TokenKey.of("https://bystander")

        /** Returns how many writes had been acknowledged. */
        suspend fun round(
            round: Int,
            random: Random,
        ): Int {
            val files = TokenFiles(directory.resolve("$round").createDirectory())
            // Some writes are over at once, and some take a while in which much can happen.
            files.store().put(bystander, Token("b"))
            if (round % 2 != 0) repeat(LARGE) { files.store().put(TokenKey.of("https://large$it"), Token("b".repeat(120_000))) }
            val child = ChildProcess.start("number", files.path)
            child.line() shouldBe "0"
            val heard = List(random.nextInt(MOST_HEARD)) { child.line().shouldNotBeNull() }
            delay(random.nextInt(20_000).microseconds)
            // The output of the child before its end is still in the pipe.
            val said = (heard + child.killAndListen()).filter { it.endsWith(";") }
            val acknowledged = said.maxOfOrNull { it.dropLast(1).toInt() } ?: 0
            withClue("round $round, $acknowledged writes acknowledged") {
                val found = files.store().get(key).shouldNotBeNull().accessToken.toInt()
                found shouldBeGreaterThanOrEqualTo acknowledged
                files.store().get(bystander).shouldNotBeNull()
                files.backups().shouldBeEmpty()
                // Nothing is left in the way of those who come after.
                files.store().put(key, Token("after"))
                files.store().withLock(key) { files.store().get(key) } shouldBe Token("after")
                files.names().filter { it.endsWith(".tmp") }.shouldBeEmpty()
                files.notices.shouldBeEmpty()
            }
            return acknowledged
        }

        test("$rounds processes that are killed while they write leave a whole file, never older than what was acknowledged") {
            val seed = Random.nextInt()
            withClue("seed $seed") {
                val random = Random(seed)
                val acknowledged =
                    (1..rounds).chunked(AT_ONCE).flatMap { some ->
                        withContext(Dispatchers.IO) { some.map { async { round(it, random) } }.awaitAll() }
                    }
                // Or they were killed before they had done anything.
                acknowledged.count { it > 0 } shouldBeGreaterThanOrEqualTo rounds / 4
            }
        }
    })

private const val LARGE = 8
private const val AT_ONCE = 4
private const val MOST_HEARD = 5
