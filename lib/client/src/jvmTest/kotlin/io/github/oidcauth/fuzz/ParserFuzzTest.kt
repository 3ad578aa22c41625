package io.github.oidcauth.fuzz

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo

/**
 * Every parser that meets bytes from outside, with samples of what it reads and what they become when somebody changes them:
 * whatever the bytes are, there is a value or an exception of the library, soon, and without much memory.
 *
 * A build feeds the same inputs each time. `-Dfuzz.seconds=60` goes on for as long for each, from another seed each time;
 * `-Dfuzz.target='ID token'` takes one alone. A failure says how to repeat it.
 */
class ParserFuzzTest :
    FunSpec({
        val settings = FuzzSettings.ofProperties()
        val directory = tempdir().toPath().toRealPath()
        val sockets = autoClose(SocketTargets())

        FuzzTargets.all(directory, sockets).filter { settings.target in setOf(null, it.name) }.forEach { target ->
            test("${target.name}: whatever the bytes are, there is a value or an exception of the library") {
                val report = Fuzzer(settings).run(target)
                if (settings.isLong) println("${target.name}: $report, seed ${settings.seed}")
                report.inputs shouldBeGreaterThanOrEqualTo 1
            }
        }
    })
