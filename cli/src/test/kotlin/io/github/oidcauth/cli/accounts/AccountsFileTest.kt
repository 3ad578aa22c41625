// Tests AccountsDocument.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoreException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.writeText

class AccountsFileTest : FunSpec({
    val host = "https://idp.example"
    val other = "https://app.example"

    fun path(): Path = tempdir().toPath().resolve("config/oidc-auth/accounts.json")

    fun rights(file: Path) = PosixFilePermissions.toString(Files.getPosixFilePermissions(file))

    test("selections are read again from a file of the user alone, and nothing else is left in its directory") {
        val path = path()
        val file = AccountsFile(path)
        file.read() shouldBe AccountsDocument.EMPTY
        path.parent.exists() shouldBe false
        file.write(file.read().with(host, AccountSelection("alice@example.com")))
        file.write(file.read().with(other, AccountSelection(null)))
        AccountsFile(path).read().run {
            selection(host) shouldBe AccountSelection("alice@example.com")
            selection(other) shouldBe AccountSelection(null)
            selection("https://third.example").shouldBeNull()
            names shouldBe setOf(host, other)
        }
        rights(path) shouldBe "rw-------"
        rights(path.parent) shouldBe "rwx------"
        path.parent.listDirectoryEntries() shouldBe listOf(path)
    }

    test("a selection can be removed, and members of later versions stay") {
        val text = """{"version":2,"hosts":{"$host":{"account":"a","since":1},"$other":{"account":"b"}}}"""
        val document = AccountsDocument.parse(text)?.with(other, null)?.with(host, AccountSelection("c"))
        document shouldBe AccountsDocument.parse("""{"version":2,"hosts":{"$host":{"account":"c","since":1}}}""")
    }

    test("a damaged file is an error that says what to do, and it is not replaced") {
        val entries = listOf("[]", """{"h":{"account":1}}""", """{"h":"alice"}""").map { """{"hosts":$it}""" }
        (listOf("{", "[]", "\u0000") + entries).forEach {
            withClue(it) {
                val path = path().also { file -> file.parent.createDirectories() }
                path.writeText(it)
                shouldThrow<StoreException> { AccountsFile(path).read() }.message shouldContain "$path is damaged"
                path.readText() shouldBe it
            }
        }
    }

    test("a directory in place of the file is not read as empty, and the failure of a write leaves nothing") {
        val path = path().also { it.createDirectories() }
        path.resolve("x").writeText("x")
        shouldThrow<StoreException> { AccountsFile(path).read() }
        shouldThrow<StoreException> { AccountsFile(path).write(AccountsDocument.EMPTY) }.message shouldContain "cannot be saved"
        path.parent.listDirectoryEntries() shouldBe listOf(path)
    }

    test("without a place the selection cannot be saved, and nothing is selected") {
        AccountsFile(null).read() shouldBe AccountsDocument.EMPTY
        shouldThrow<StoreException> { AccountsFile(null).write(AccountsDocument.EMPTY) }.message shouldContain "XDG_CONFIG_HOME"
    }
})
