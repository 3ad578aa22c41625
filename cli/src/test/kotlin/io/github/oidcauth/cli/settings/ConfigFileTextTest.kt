package io.github.oidcauth.cli.settings

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText

internal class ConfigFileTextTest : FunSpec({
    fun Path.allow(rights: String) = apply { setPosixFilePermissions(PosixFilePermissions.fromString(rights)) }

    fun file(
        rights: String,
        directoryRights: String = "rwxr-xr-x",
    ): Path {
        val directory = Files.createDirectory(tempdir().toPath().resolve("oidc-auth")).allow(directoryRights)
        return directory.resolve("config.toml").apply { writeText("store = 'file'") }.allow(rights)
    }

    fun refusal(path: Path): String = shouldThrow<ConfigFailure> { ConfigFileText().read(path) }.message

    test("a file that others may read, but not write, is read") {
        for (rights in listOf("rw-------", "rw-r--r--", "r--------")) {
            ConfigFileText().read(file(rights)) shouldBe
                "store = 'file'"
        }
    }

    test("a file that others may write is refused") {
        for (rights in listOf("rw-rw-r--", "rw-r--rw-")) {
            val path = file(rights)
            refusal(path) shouldContain "can be written by others ($rights), so it is not used. Run: chmod go-w"
        }
    }

    test("a file in a directory where anybody can replace it is refused") {
        refusal(file("rw-------", "rwxrwxrwx")) shouldContain "can be written by others"
        ConfigFileText().read(file("rw-------", "rwxrwxr-x")) shouldBe "store = 'file'"
    }

    test("a file of another user is refused, and one of root is not") {
        val path = file("rw-r--r--")
        if (Files.getAttribute(path, "unix:uid") == 0) {
            ConfigFileText(user = 1234).read(path) shouldBe "store = 'file'"
            Files.setAttribute(path, "unix:uid", 4321)
        }
        shouldThrow<ConfigFailure> { ConfigFileText(user = 1234).read(path) }.message shouldContain "belongs to another user (id "
    }

    test("a link is followed, and its target is examined") {
        val link = tempdir().toPath().resolve("config.toml")
        link.createSymbolicLinkPointingTo(file("rw-r--r--"))
        ConfigFileText().read(link) shouldBe "store = 'file'"
        val other = tempdir().toPath().resolve("config.toml")
        other.createSymbolicLinkPointingTo(file("rw-rw-rw-"))
        refusal(other) shouldContain "can be written by others"
    }

    test("no file is no settings, and neither is an empty device") {
        ConfigFileText().read(tempdir().toPath().resolve("config.toml")) shouldBe null
        ConfigFileText().read(Path.of("/dev/null")) shouldBe ""
    }

    test("a directory, too much text and what is not UTF-8 are refused") {
        refusal(tempdir().toPath()) shouldContain "is a directory"
        refusal(file("rw-------").apply { writeBytes(ByteArray(262_145) { ' '.code.toByte() }) }) shouldContain "262144 bytes"
        ConfigFileText().read(file("rw-------").apply { writeBytes(ByteArray(262_144) { ' '.code.toByte() }) })?.length shouldBe
            262_144
        refusal(file("rw-------").apply { writeBytes(byteArrayOf(-1)) }) shouldContain "not UTF-8"
    }

    test("a byte order mark is skipped") {
        ConfigFileText().read(file("rw-------").apply { writeText("\uFEFFa = 1") }) shouldBe "a = 1"
    }
})
