package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.withContext
import java.nio.file.Path
import kotlin.concurrent.thread
import kotlin.io.path.deleteExisting
import kotlin.io.path.writeText

class InheritedTokenFileTest : FunSpec({
    val key = TokenKey.of("https://h")

    /** A pipe that brings [text] to one reader. */
    fun pipe(text: String): Path {
        val path = tempdir().toPath().resolve("pipe")
        check(ProcessBuilder("mkfifo", "$path").start().waitFor() == 0) { "mkfifo failed" }
        thread(isDaemon = true) { path.writeText(text) }
        return path
    }

    fun store(
        path: Path,
        contents: InheritedTokenFile.Contents = InheritedTokenFile.Contents(),
    ) = InheritedTokenFile(path, contents = contents)

    test("names of descriptors are told from other files") {
        listOf("/dev/fd/63", "/dev/fd/0", "/proc/self/fd/7", "/dev/stdin").forEach {
            NamedTokenFile.open(it, "OIDC_TOKEN_FILE", StoreNotices.LOG).shouldBeInstanceOf<InheritedTokenFile>()
        }
        listOf("/dev/fd/x", "dev/fd/3", "/dev/fd/3/tokens.json", "/tmp/fd/3").forEach {
            NamedTokenFile.open(it, "OIDC_TOKEN_FILE", StoreNotices.LOG).shouldBeInstanceOf<FileTokenStore>()
        }
    }

    test("a pipe is read once for all stores of the process and all who ask at the same time") {
        val path = pipe("""{"https://h": {"token": {"access_token": "a"}}}""")
        val contents = InheritedTokenFile.Contents()
        withContext(Dispatchers.Default) { (1..20).map { async { store(path, contents).get(key) } }.awaitAll() }
            .toSet() shouldBe setOf(Token("a"))
        path.deleteExisting()
        store(path, contents).keys() shouldBe setOf(key)
        store(path, contents).entries().single().key shouldBe key
    }

    test("a bare token comes through a pipe as well") {
        store(pipe("gho_16C7e42F292c6912E7710c838347Ae178B4a\n")).get(key)?.accessToken shouldBe
            "gho_16C7e42F292c6912E7710c838347Ae178B4a"
    }

    test("nothing is written, and nobody gets a lock for a refresh whose token would be lost") {
        val store = store(pipe("""{"access_token": "a", "refresh_token": "r"}"""))
        listOf<suspend () -> Any?>(
            { store.put(key, Token("b")) },
            { store.remove(key) },
            { store.clear() },
            { store.withLock(key) { error("must not run") } },
        ).forEach { shouldThrow<StoreException> { it() }.message shouldContain "is a stream" }
        store.get(key)?.refreshToken shouldBe "r"
    }

    test("content that is not a token is an error each time, and so is a descriptor that is not open") {
        val path = tempdir().toPath().resolve("text").apply { writeText("[section]") }
        val store = store(path)
        repeat(2) { shouldThrow<StoreException> { store.get(key) }.message shouldContain "text that is not JSON" }
        shouldThrow<StoreException> { store(Path.of("/dev/fd/987654")).get(key) }.message shouldContain
            "/dev/fd/987654 is a stream that is not open in this process"
    }
})
