package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** Taking a token to a batch job, without leaving another refresh token of the same session behind. */
internal class ExportTest : FunSpec({
    val a = TokenKey.forHost("https://a.example")
    val b = TokenKey.forHost("https://b.example")

    fun session(name: String) = Token(name) { refreshToken = "r-$name" }

    fun file() = TemporaryFolders.new().resolve("token.json")

    test("the token is in the new file, which is its owner's alone, and no longer where it was") {
        val bench = CommandBench()
        val store = FileTokenStore(bench.tokenFile)
        store.put(a, session("a"))
        store.put(b, session("b"))
        val file = file()
        bench.run("export", "https://a.example", "$file").succeeded() shouldBe "Moved the token for https://a.example to $file\n"
        FileTokenStore(file).get(a) shouldBe session("a")
        FileTokenStore(file).keys() shouldBe setOf(a)
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) shouldBe "rw-------"
        store.keys() shouldBe setOf(b)
        bench.tokenFile.readText() shouldNotContain "r-a"
        // And the job finds it there.
        CommandBench(tokenFile = file).run("token", "https://a.example").succeeded() shouldBe "a\n"
    }

    test("tokens of several hosts can be in one file") {
        val bench = CommandBench()
        val store = FileTokenStore(bench.tokenFile)
        listOf(a, b).forEach { store.put(it, session(it.value)) }
        val file = file()
        bench.run("export", "a.example", "$file").succeeded()
        bench.run("export", "b.example", "$file").succeeded()
        FileTokenStore(file).keys() shouldContainExactlyInAnyOrder setOf(a, b)
    }

    test("any store can be the source") {
        val shelf = ShelfProvider.add("shelf:export")
        shelf.put(a, session("a"))
        val file = file()
        CommandBench().run("export", "https://a.example", "$file", "--store", "shelf:export").succeeded()
        shelf.get(a).shouldBeNull()
        FileTokenStore(file).get(a) shouldBe session("a")
    }

    test("a client's token at an issuer is named by its client") {
        val bench = CommandBench()
        val key = TokenKey.forIssuer("https://idp.example", "tool", listOf("openid"))
        val other = TokenKey.forIssuer("https://idp.example", "other", listOf("openid"))
        val store = FileTokenStore(bench.tokenFile)
        listOf(key, other).forEach { store.put(it, session("i")) }
        val file = file()
        val ambiguous = bench.run("export", "https://idp.example", "$file")
        ambiguous.exitCode shouldBe ExitCode.FAILURE
        ambiguous.stderr shouldContain "There are several."
        file.exists() shouldBe false
        bench.run("export", "https://idp.example", "--client-id", "tool", "$file").succeeded()
        FileTokenStore(file).keys() shouldBe setOf(key)
        store.keys() shouldBe setOf(other)
    }

    test("an existing, unwritable or missing target changes nothing") {
        val bench = CommandBench()
        val store = FileTokenStore(bench.tokenFile)
        store.put(a, session("a"))
        val taken = file().also { FileTokenStore(it).put(a, session("theirs")) }
        val failures =
            mapOf(
                listOf("https://a.example", "$taken") to "already. Nothing was moved.",
                listOf("https://a.example", "${bench.tokenFile.parent}") to "directory",
                listOf("https://a.example", "${bench.tokenFile}") to "so there is nothing to move.",
                listOf("https://b.example", "${file()}") to "no token is stored for https://b.example",
            )
        failures.forEach { (words, reason) ->
            val result = bench.run("export", *words.toTypedArray())
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldContain reason
            }
            store.get(a) shouldBe session("a")
        }
        FileTokenStore(taken).get(a) shouldBe session("theirs")
    }

    test("a file of the user's that is no token file stays where it is, as it is") {
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(a, session("a"))
        listOf("# notes\n", "export A=1\n", "[1]", "\u0000\u0001").forEach { text ->
            val file = file().also { it.writeText(text) }
            val result = bench.run("export", "https://a.example", "$file")
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stderr shouldContain "is not a token file: it holds "
            }
            file.readText() shouldBe text
            Files.list(file.parent).use { it.toList() } shouldBe listOf(file)
            FileTokenStore(bench.tokenFile).get(a) shouldBe session("a")
        }
    }

    test("an empty file, and a token file after a byte order mark, take the token") {
        listOf("", " \n", "{}", "\uFEFF {}").forEach { text ->
            val bench = CommandBench()
            FileTokenStore(bench.tokenFile).put(a, session("a"))
            val file = file().also { it.writeText(text) }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"))
            withClue(text) { bench.run("export", "https://a.example", "$file").succeeded() }
            FileTokenStore(file).get(a) shouldBe session("a")
        }
    }

    test("when the source cannot be changed, the token is in both places, and that is an error") {
        val behind = ShelfProvider.add("shelf:behind-stuck").also { it.put(a, session("a")) }
        ShelfProvider.shelves["shelf:stuck"] =
            object : TokenStore by behind {
                override suspend fun remove(
                    key: TokenKey,
                    seen: Token?,
                ): Boolean = throw StoreException("the shelf is stuck")
            }
        val file = file()
        val result = CommandBench().run("export", "https://a.example", "$file", "--store", "shelf:stuck")
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldContain "the shelf is stuck"
        FileTokenStore(file).get(a) shouldBe session("a")
    }

    test("a host and a file are needed") {
        listOf(
            listOf("export"),
            listOf("export", "https://a.example"),
            listOf("export", "a", "b", "c"),
            listOf("export", "a", " "),
        )
            .forEach { words ->
                val result = CommandBench().run(*words.toTypedArray())
                withClue(words) {
                    result.exitCode shouldBe ExitCode.USAGE
                    result.stderr shouldContain "`oidc-auth export` "
                }
            }
    }
})
