package io.github.oidcauth.internal.loopback

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class LoopbackListenerTest :
    FunSpec({
        test("the callback is redeemed, then the browser is told, then the caller") {
            listening { listener ->
                val code = codeOf(listener)
                val answer = Visitor.ask(listener.port, trueCallback())
                answer.status shouldBe "200"
                answer shouldContain "You are signed in"
                code.await() shouldBe "the-code"
            }
        }
    })
