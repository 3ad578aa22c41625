package io.github.oidcauth.internal.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class KeyedMutexTest :
    FunSpec({
        test("many on many threads take turns for each key") {
            val mutex = KeyedMutex<Int>()
            val counts = IntArray(4)
            withContext(Dispatchers.Default) {
                repeat(4_000) { launch { mutex.withLock(it % 4) { counts[it % 4]++ } } }
            }
            counts.toList() shouldBe listOf(1_000, 1_000, 1_000, 1_000)
        }
    })
