package io.github.oidcauth.internal.assembly

import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

class ExitHookTest :
    FunSpec({
        test("one hook is added, and it waits as long as was said last") {
            val hooks = mutableListOf<Thread>()
            val waited = mutableListOf<Duration>()
            val hook = ExitHook(hooks::add, waited::add)
            hook.install(5.seconds)
            hook.install(7.seconds)
            hooks shouldHaveSize 1
            waited shouldBe emptyList()
            hooks.single().run()
            waited shouldBe listOf(7.seconds)
        }

        test("a JVM that is ending already takes no hook, and that is no fault of the caller's") {
            val drained = mutableListOf<Duration>()
            val hook = ExitHook({ throw IllegalStateException("Shutdown in progress") }, drained::add)
            shouldNotThrowAny { hook.install(5.seconds) }
            drained shouldBe emptyList()
        }
    })
