package io.github.oidcauth.internal.assembly

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlin.io.path.exists

class DefaultStoreTest :
    FunSpec({
        val notices = mutableListOf<String>()

        beforeTest { notices.clear() }

        fun store(vararg environment: Pair<String, String>) =
            defaultStore(environment.toMap()::get, "app", "OIDC_TOKEN_FILE", StoreNotices { notices += it })

        test("without a home directory tokens are kept in memory for the whole process, and that is told") {
            val home = tempdir("home").toPath().resolve("gone")
            val key = TokenKey.of("https://h.default-store")
            val store = store("HOME" to home.toString())
            store.put(key, Token("a"))
            notices.single() shouldContain "The home directory $home does not exist, so tokens are kept in memory only"
            store("HOME" to home.toString()) shouldBeSameInstanceAs store
            store.get(key) shouldBe Token("a")
            store.remove(key)
            home.exists() shouldBe false
        }

        test("with a home, or a place that is said to be for this, tokens are kept in a file") {
            val directory = tempdir("home").toPath()
            val gone = directory.resolve("gone").toString()
            store("HOME" to directory.toString()).shouldBeInstanceOf<FileTokenStore>()
            store("HOME" to gone, "XDG_CACHE_HOME" to gone).shouldBeInstanceOf<FileTokenStore>()
            store("HOME" to gone, "OIDC_TOKEN_FILE" to "$gone/tokens.json").shouldBeInstanceOf<FileTokenStore>()
            notices.shouldBeEmpty()
        }

        test("another variable takes the place of OIDC_TOKEN_FILE, in the notice too") {
            val directory = tempdir("home").toPath()
            val gone = directory.resolve("gone").toString()

            fun store(vararg environment: Pair<String, String>) =
                defaultStore(environment.toMap()::get, "app", "MY_TOKENS", StoreNotices { notices += it })
            val named = store("HOME" to gone, "MY_TOKENS" to "$directory/mine.json", "OIDC_TOKEN_FILE" to "$directory/other.json")
            named.shouldBeInstanceOf<FileTokenStore>().path shouldBe directory.resolve("mine.json")
            notices.shouldBeEmpty()
            store("HOME" to gone, "OIDC_TOKEN_FILE" to "$directory/other.json")
            notices.single() shouldContain "or MY_TOKENS to a token file"
        }
    })
