// Tests TrustedFile.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.SettableClock
import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteExisting
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** Changes of the file between the look at it, its opening, and the next look. */
class TokenFileReaderTest : FunSpec({
    val key = TokenKey.of("https://h")

    fun text(token: String) = """{"https://h": {"token": {"access_token": "$token"}}}"""

    class Bench {
        val directory: Path = tempdir("reader").toPath().toRealPath()
        val path: Path = directory.resolve("token-store.json").apply { writeText(text("first")) }
        val other: Path = directory.resolve("other").apply { writeText(text("other")) }

        /** Actions before and after the file is opened for the nth time. */
        var before: (Int) -> Unit = {}
        var after: (Int) -> Unit = {}
        var openings = 0

        val reader =
            TokenFileReader(path, SettableClock(), ProcessOwner.uid, isOurs = true) { file, options ->
                val n = ++openings
                before(n)
                FileChannel.open(file, options).also { after(n) }
            }

        fun replace() {
            Files.move(other, path, StandardCopyOption.ATOMIC_MOVE)
        }

        fun link() {
            path.deleteExisting()
            path.createSymbolicLinkPointingTo(other)
        }

        fun read(): String? {
            val snapshot = reader.read(null)
            snapshot.stamp shouldBe FileStamp.of(path)
            return (snapshot.document?.get(key) as? TokenDocument.Entry.Found)?.token?.accessToken
        }
    }

    test("a file that is replaced between the look at it and its opening is read as what it is then") {
        val bench = Bench()
        bench.before = { if (it == 1) bench.replace() }
        bench.read() shouldBe "other"
        bench.openings shouldBe 2
    }

    test("a file that is replaced after it was opened is read once more") {
        val bench = Bench()
        bench.after = { if (it == 1) bench.replace() }
        bench.read() shouldBe "other"
        bench.openings shouldBe 2
    }

    test("a file that is written in place after it was opened is read once more") {
        val bench = Bench()
        bench.after = { if (it == 1) bench.path.writeText(text("longer than the first")) }
        bench.read() shouldBe "longer than the first"
    }

    test("a link that takes the place of the file before it is opened is not followed") {
        val bench = Bench()
        bench.before = { bench.link() }
        shouldThrow<IOException> { bench.read() }
        bench.other.readText() shouldBe text("other")
        shouldThrow<StoreException> { bench.read() }.message shouldContain "is a symbolic link"
    }

    test("a link that takes the place of the file after it was opened is refused, and what it leads to is not read") {
        val bench = Bench()
        bench.after = { bench.link() }
        shouldThrow<StoreException> { bench.read() }.message shouldContain "is a symbolic link"
        bench.openings shouldBe 1
    }

    test("a file that goes before it is opened is not there") {
        val bench = Bench()
        bench.before = { bench.path.deleteExisting() }
        bench.read().shouldBeNull()
    }

    test("a file that is made longer or shorter while it is read is read once more, and never beyond its limit") {
        listOf("x", text("a".repeat(100_000))).forEach { changed ->
            val bench = Bench()
            bench.path.writeText(text("b".repeat(1_000)))
            bench.after = { if (it == 1) bench.path.writeText(changed) }
            bench.read() shouldBe if (changed == "x") null else "a".repeat(100_000)
            bench.openings shouldBe 2
        }
    }

    test("a file that never stays as it was is an error that says so") {
        val bench = Bench()
        bench.after = { bench.path.writeText(text("$it".repeat(it))) }
        shouldThrow<StoreException> { bench.read() }.message shouldContain "changes faster than it can be read"
        bench.openings shouldBe 100
    }
})
