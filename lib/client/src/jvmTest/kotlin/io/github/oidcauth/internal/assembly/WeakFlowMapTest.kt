package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.InMemoryTokenStore
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.withContext
import java.lang.ref.WeakReference
import java.util.Collections
import java.util.IdentityHashMap
import kotlin.time.Duration.Companion.seconds

class WeakFlowMapTest :
    FunSpec({
        class Flow(
            val config: Config,
        )

        /** Forgets the flows that a test gives up, as the garbage collector would. */
        class Bench {
            private val references = mutableListOf<WeakReference<Flow>>()
            val flows = WeakFlowMap(Flow::config, ::Flow) { flow -> WeakReference(flow).also { references += it } }

            fun collect(flow: Flow) = references.filter { it.get() === flow }.forEach { it.clear() }
        }

        fun config(number: Int = 0) = Config("https://h$number.example")

        test("one configuration has one flow, for as long as somebody has it") {
            val bench = Bench()
            val flow = bench.flows.of(config())
            bench.flows.of(config()) shouldBeSameInstanceAs flow
            bench.flows.of(config(1)) shouldNotBeSameInstanceAs flow
            bench.collect(flow)
            val next = bench.flows.of(config())
            next shouldNotBeSameInstanceAs flow
            bench.flows.of(config()) shouldBeSameInstanceAs next
            bench.flows.size shouldBe 2
        }

        test("the flow that follows one that is gone is known by its own configuration, not by the former one's") {
            var old: Config? = config()
            val bench = Bench()
            bench.collect(bench.flows.of(old!!))
            val next = bench.flows.of(config())
            val seen = WeakReference(old)
            @Suppress("AssignedValueIsNeverRead", "UNUSED_VALUE")
            old = null
            eventually(10.seconds) {
                System.gc()
                seen.get().shouldBeNull()
            }
            bench.flows.of(config()) shouldBeSameInstanceAs next
        }

        test("many who ask for one flow at once get the same one") {
            val bench = Bench()
            val found = withContext(Dispatchers.Default) { List(1_000) { async { bench.flows.of(config(it % 3)) } }.awaitAll() }
            Collections.newSetFromMap(IdentityHashMap<Flow, Boolean>()).also { it += found }.size shouldBe 3
        }

        test("flows that nobody has are gone with their configurations, and one that somebody has stays") {
            val kept = DeviceFlow("https://kept.example")
            val stores =
                List(1_000) { number ->
                    WeakReference(
                        InMemoryTokenStore().also {
                            DeviceFlow("https://h$number.example") {
                                store =
                                    it
                            }
                        },
                    )
                }
            eventually(20.seconds) {
                System.gc()
                // A hundred sessions are kept.
                stores.count { it.get() != null } shouldBeLessThan 150
            }
            DeviceFlow("https://kept.example") shouldBeSameInstanceAs kept
        }
    })
