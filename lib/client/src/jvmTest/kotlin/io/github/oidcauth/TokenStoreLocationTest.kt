package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.net.URLClassLoader
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenStoreLocationTest : FunSpec() {
    private val now = Instant.parse("2026-06-01T12:00:00Z")

    private fun ends(
        access: Instant?,
        refresh: Instant? = null,
        hasRefresh: Boolean = refresh != null,
    ) = Token("access") {
        expiresAt = access
        refreshToken = if (hasRefresh) "refresh" else null
        refreshExpiresAt = refresh
    }

    init {
        test("the provider that knows the scheme opens the store, whatever the case of the scheme") {
            val store = TokenStoreLocation("SHELF:one").open().shouldBeInstanceOf<ShelfProvider.Shelf>()
            store.location.scheme shouldBe "shelf"
            store.location.address shouldBe "SHELF:one"
            TokenStoreLocation("shelf").open().shouldBeInstanceOf<ShelfProvider.Shelf>()
        }

        test("token files have addresses, too") {
            TokenStoreLocation("file", "some-app").open() shouldBe FileTokenStore.forApp("some-app")
            val path = tempdir().toPath().resolve("a b:c.json")
            TokenStoreLocation("FILE:$path").open().shouldBeInstanceOf<FileTokenStore>().path shouldBe path
            listOf("file:", "file: ", "file:a\u0000b").forEach { address ->
                shouldThrow<InvalidConfigException> { TokenStoreLocation(address).open() }.message shouldContain "file:PATH"
            }
        }

        test("a scheme that nobody knows is an error that names those that are known, and not the address") {
            val error = shouldThrow<InvalidConfigException> { TokenStoreLocation("nonsense://u:hunter2@h").open() }
            error.message shouldContain "of the kind nonsense"
            error.message shouldContain "shelf"
            error.message shouldNotContain "hunter2"
        }

        test("a printed location contains no password") {
            TokenStoreLocation("redis://u:hunter2@h").toString() shouldBe "redis:██"
            TokenStoreLocation("keyring").toString() shouldBe "keyring"
            TokenStoreLocation("\u001b[2J").toString() shouldNotContain "\u001b"
        }

        test("a provider that cannot be loaded is a StoreException") {
            val folder = tempdir("services").toPath()
            folder
                .resolve("META-INF/services")
                .createDirectories()
                .resolve(TokenStoreProvider::class.java.name)
                .writeText("io.example.Missing")
            val thread = Thread.currentThread()
            val before = thread.contextClassLoader
            URLClassLoader(arrayOf(folder.toUri().toURL()), before).use {
                thread.contextClassLoader = it
                try {
                    shouldThrow<StoreException> { TokenStoreLocation("shelf").open() }.message shouldContain "io.example.Missing"
                } finally {
                    thread.contextClassLoader = before
                }
            }
        }

        test("a token is stale 30 seconds before the end of whatever in it lives longest") {
            ends(now).staleAt shouldBe now - 30.seconds
            ends(now, now + 1.days).staleAt shouldBe now + 1.days - 30.seconds
            ends(now + 2.days, now + 1.days).staleAt shouldBe now + 2.days - 30.seconds
        }

        test("a token is never stale when its own end, or that of its refresh token, is not known") {
            ends(null).staleAt.shouldBeNull()
            ends(null, now).staleAt.shouldBeNull()
            ends(now, null, hasRefresh = true).staleAt.shouldBeNull()
        }
    }
}
