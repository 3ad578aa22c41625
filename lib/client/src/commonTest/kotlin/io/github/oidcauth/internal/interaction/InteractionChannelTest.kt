package io.github.oidcauth.internal.interaction

import io.github.oidcauth.internal.login.RecordingInteraction
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration.Companion.seconds

/** Effects of a program's own interaction and warnings on a login. */
@OptIn(ExperimentalCoroutinesApi::class)
class InteractionChannelTest :
    FunSpec({
        fun TestScope.channel(
            interaction: RecordingInteraction = RecordingInteraction(),
            showsProgress: Boolean = true,
        ) = InteractionChannel(
            interaction,
            StandardTestDispatcher(testScheduler),
            testTimeSource,
            showsProgress = showsProgress,
        )

        listOf(true to listOf(3L, 2L), false to emptyList()).forEach { (shows, expected) ->
            test("with showProgress $shows, a login of two seconds shows the remaining times $expected") {
                runTest {
                    val interaction = RecordingInteraction()
                    channel(interaction, shows).withProgress(3.seconds) {
                        delay(1_500)
                        "done"
                    } shouldBe "done"
                    interaction.progress shouldBe expected
                    interaction.shown shouldBe listOf("finished")
                }
            }
        }

        for (failure in listOf(IllegalStateException("no"), CancellationException("its own"))) {
            val name = failure::class.simpleName
            test("an optional call of the interaction returns nothing when it throws $name") {
                runTest {
                    channel().callOrNull { throw failure }.shouldBeNull()
                    channel().callOrNull { 7 } shouldBe 7
                }
            }

            test("a warning that throws $name is passed over") {
                runTest {
                    var told = 0
                    val warnings = Warnings {
                        told++
                        throw failure
                    }
                    warnings.tell("a")
                    warnings.tell("b")
                    told shouldBe 2
                }
            }
        }

        test("a caller that is cancelled during a call of the interaction stops") {
            runTest {
                val channel = channel()
                var isReached = false
                val caller =
                    launch {
                        channel.callOrNull { readPastedLine() }
                        isReached = true
                    }
                // Up to the interaction's dispatcher, and no further.
                caller.start()
                channel.callOrNull { caller.cancel() }
                caller.join()
                isReached shouldBe false
                caller.isCancelled shouldBe true
            }
        }

        test("a caller that is cancelled during a warning stops") {
            runTest {
                val warnings = Warnings { awaitCancellation() }
                var isReached = false
                val caller =
                    launch {
                        warnings.tell("a")
                        isReached = true
                    }
                runCurrent()
                caller.cancelAndJoin()
                isReached shouldBe false
            }
        }
    })
