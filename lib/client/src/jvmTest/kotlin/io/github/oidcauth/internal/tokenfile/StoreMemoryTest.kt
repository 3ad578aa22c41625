package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.SettableClock
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokenfile.document.StoreDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.parse
import io.github.oidcauth.internal.tokenfile.document.print
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.lang.ref.WeakReference
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds

class StoreMemoryTest :
    FunSpec({
        val now = SettableClock().now()
        val removed = TokenKey.of("https://removed")
        val kept = TokenKey.of("https://kept")

        fun token(text: String) = Token(text) { expiresAt = now + 1.days }

        test("entries that stay do not keep in memory the files that they were read from, with all the tokens that are gone") {
            val before = TokenDocument.EMPTY.put(removed, token("gone"), now).put(kept, token("kept"), now)
            var content: ByteArray? = before.print().encodeToByteArray()
            val memory = WeakReference(content)
            val read = TokenDocument.parse(content.shouldNotBeNull()) as StoreDocument
            content = null

            val after = TokenDocument.parse(read.remove(removed).print().encodeToByteArray(), read) as StoreDocument

            after.members[kept.value] shouldBeSameInstanceAs read.members[kept.value]
            eventually(10.seconds) {
                System.gc()
                memory.get().shouldBeNull()
            }
            after[kept].shouldNotBeNull()
        }
    })
