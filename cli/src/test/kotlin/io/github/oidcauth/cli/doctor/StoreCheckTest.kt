// Tests StoreCheck and StoreContent.
package io.github.oidcauth.cli.doctor

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.doctor.Check.Status
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.readText
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText

internal class StoreCheckTest : FunSpec({
    val entry = """{"https://a.example": {"token": {"access_token": "s3cret", "expires": 1}, "stored_at": 1}}"""

    fun file(
        content: String,
        rights: String = "rw-------",
    ): Path =
        tempdir().toPath().resolve("tokens.json").apply {
            writeText(content)
            setPosixFilePermissions(PosixFilePermissions.fromString(rights))
        }

    fun checks(
        path: Path,
        user: Int? = Files.getAttribute(path.parent, "unix:uid") as Int,
        room: Long = 1_048_576,
    ): Map<String, Check> = StoreCheck(FileTokenStore(path), user) { room }.checks().associateBy { it.name }

    fun store(path: Path): Check = checks(path).getValue("store")

    test("the tokens are counted, and the file stays as it is, also with a stale entry") {
        val path = file(entry)
        val before = Files.getLastModifiedTime(path)
        val check = store(path)
        check.status shouldBe Status.OK
        check.text shouldContain "1 token, not encrypted, yours alone"
        check.text shouldNotContain "s3cret"
        path.readText() shouldBe entry
        Files.getLastModifiedTime(path) shouldBe before
        Files.list(path.parent).use { it.count() } shouldBe 1
    }

    test("each form of the file is recognized") {
        store(file("")).text shouldContain "empty"
        store(file("{}")).text shouldContain "0 tokens"
        store(file("""{"access_token": "x"}""")).text shouldContain "a single token"
        store(file("eyJhbGciOiJub25lIn0.e30.\n")).text shouldContain "one bare token"
        store(file("""{"a": {"token": {"sealed": 1}}, "b": {"token": {"sealed": 1}}}""")).text shouldContain "2 tokens, encrypted"
        store(file("""{"a": {"token": {"sealed": 1}}, "b": {"token": {}}}""")).text shouldContain "2 tokens, 1 of them encrypted"
        store(tempdir().toPath().resolve("none.json")).text shouldContain "does not exist yet"
    }

    test("a file that the store would not use is failed") {
        store(file("{broken")).status shouldBe Status.FAILED
        store(file("{broken")).text shouldContain "moved aside"
        val link = tempdir().toPath().resolve("link.json").apply { createSymbolicLinkPointingTo(file(entry)) }
        store(link).text shouldContain "is a symbolic link"
        val foreign = file(entry)
        if (Files.getAttribute(foreign, "unix:uid") == 0) Files.setAttribute(foreign, "unix:uid", 4321)
        checks(foreign, user = 1234).getValue("store").text shouldContain "belongs to another user"
    }

    test("rights of others and a read-only file are warnings, and stay as they are") {
        val open = file(entry, "rw-r--r--")
        store(open).status shouldBe Status.WARNING
        store(open).text shouldContain "can be read or written by others"
        PosixFilePermissions.toString(Files.getPosixFilePermissions(open)) shouldBe "rw-r--r--"
        store(file(entry, "r--------")).text shouldContain "is read-only"
    }

    test("a full disk is failed, at less than the largest token") {
        checks(file(entry), room = 1_048_575).getValue("directory").status shouldBe Status.FAILED
        checks(file(entry), room = 1_048_576).getValue("directory").status shouldBe Status.OK
    }

    test("a lock that is held is a warning, and a free one stays free") {
        val path = file(entry)
        val lock = path.resolveSibling("tokens.json.lock").apply { writeText("") }
        checks(path).getValue("lock").status shouldBe Status.OK
        FileChannel.open(lock, StandardOpenOption.WRITE).use { channel ->
            channel.lock().use { checks(path).getValue("lock").status shouldBe Status.WARNING }
        }
    }

    test("another kind of store is not used") {
        val store = InMemoryTokenStore().apply { put(TokenKey.forHost("a.example"), Token("s3cret")) }
        StoreCheck(store).checks().single().status shouldBe Status.OK
    }
})
