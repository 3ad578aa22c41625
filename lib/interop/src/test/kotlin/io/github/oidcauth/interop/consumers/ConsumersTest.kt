package io.github.oidcauth.interop.consumers

import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.matchers.shouldBe

/**
 * Projects of other people, below `consumers`: each has its own build, takes our artifacts from a repository as anybody would,
 * and calls them at run time among the versions that its framework pins.
 */
class ConsumersTest :
    FunSpec({
        requires(Artifacts)
        val builds = ConsumerBuilds()
        afterSpec { builds.close() }

        test("every project below consumers is built here") {
            builds.projects shouldBe Consumer.entries.map { it.folder }.toSet()
        }

        Consumer.entries.forEach { consumer ->
            test(consumer.sentence).config(enabledOrReasonIf = { resultOf(consumer) }) { println(builds.resultOf(consumer)) }
        }
    })

/** Maven's reports leave the reason out. */
private fun resultOf(consumer: Consumer): Enabled {
    val missing = consumer.missing ?: return Enabled.enabled
    println("ConsumersTest: ${consumer.folder} is skipped. $missing")
    return Enabled.disabled(missing)
}
