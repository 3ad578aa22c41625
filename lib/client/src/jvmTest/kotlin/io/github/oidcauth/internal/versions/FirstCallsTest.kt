package io.github.oidcauth.internal.versions

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan

/** That a program beside older versions gets advice, whatever it calls first. */
class FirstCallsTest :
    FunSpec({
        val library = ClassFiles(listOf(TestClassPaths.library))

        test("there are entry points") {
            EntryPoints.all().size shouldBeGreaterThan 300
        }

        context("nothing that an older version lacks is touched before versions are checked") {
            TestClassPaths.INCOMPATIBLE.forEach { (name, replaced) ->
                test(name) {
                    val calls = FirstCalls(library, Linkage(ClassFiles(TestClassPaths.with(replaced)), TestClassPaths.PACKAGES))

                    calls.unchecked(EntryPoints.all()).shouldBeEmpty()
                }
            }
        }
    })
