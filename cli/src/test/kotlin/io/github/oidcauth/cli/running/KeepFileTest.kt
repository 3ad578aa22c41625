// Tests FileContent.
package io.github.oidcauth.cli.running

import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.framework.CommandFailure
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

class KeepFileTest :
    FunSpec({
        val token =
            Token("the-access-token") {
                refreshToken = "the-refresh-token"
                idToken = "the-id-token"
                expiresAt = Clock.System.now() + 1.hours
            }
        val source = TokenSource.of(token)

        class Bench(
            content: FileContent = FileContent.ACCESS_TOKEN,
        ) {
            var terminate: (() -> Unit)? = null
            val file = SharedTokenFile(TemporaryFolders.new().resolve("token"))
            private val signals =
                Signals { names, action ->
                    names shouldBe listOf("TERM")
                    terminate = { action("TERM") }
                    AutoCloseable { terminate = null }
                }
            val keeping = KeepFile(file, content, signals, {})
        }

        listOf(
            FileContent.ACCESS_TOKEN to "the-access-token",
            FileContent.ID_TOKEN to "the-id-token",
            FileContent.HEADER to "Authorization: Bearer the-access-token\n",
        ).forEach { (content, text) ->
            test("$content is written as a whole, and nothing else") {
                val bench = Bench(content)
                bench.keeping.once(source)
                bench.file.path.readText() shouldBe text
            }
        }

        test("JSON has the access token, and never the refresh token") {
            val bench = Bench(FileContent.JSON)
            bench.keeping.once(source)
            bench.file.path.readText() shouldContain "\"the-access-token\""
            bench.file.path.readText() shouldNotContain "refresh"
        }

        test("a token without an ID token cannot be written as one, and the file does not appear") {
            val bench = Bench(FileContent.ID_TOKEN)
            shouldThrow<CommandFailure> { bench.keeping.once(TokenSource.of("at")) }.message shouldContain "scope openid"
            bench.file.path.exists() shouldBe false
        }

        listOf(false to "stays", true to "is removed").forEach { (removes, words) ->
            test("SIGTERM ends it without a failure, and the file $words") {
                val bench = Bench()
                coroutineScope {
                    val running = async { bench.keeping.run(source, removes) }
                    eventually(10.seconds) { bench.file.path.readText() shouldBe "the-access-token" }
                    checkNotNull(bench.terminate)()
                    running.await()
                }
                bench.file.path.exists() shouldBe !removes
                bench.terminate shouldBe null
            }
        }

        test("an expired token that only a login replaces is removed") {
            val bench = Bench()
            val failure = InteractionRequiredException("Log in first.")
            val once =
                object : TokenSource {
                    private var calls = 0

                    override suspend fun token(rejected: Token?): Token {
                        if (calls++ > 0) throw failure
                        return Token("short") { expiresAt = Clock.System.now() + 1.seconds }
                    }
                }
            shouldThrow<InteractionRequiredException> { bench.keeping.run(once, removes = false) } shouldBe failure
            bench.file.path.exists() shouldBe false
        }

        test("a second process for the same file is refused before it requests a token") {
            val bench = Bench()
            FileLock.of(bench.file).use {
                shouldThrow<CommandFailure> { bench.keeping.once(TokenSource.of { error("No token is needed.") }) }
            }
        }
    })
