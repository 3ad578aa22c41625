package io.github.oidcauth.internal.files

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokenfile.TokenFile
import io.github.oidcauth.internal.tokenfile.TokenFileWriter
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.writeText
import kotlin.time.Clock

class MountTableTest :
    FunSpec({
        fun table(vararg mountPoints: String): MountTable {
            val file = tempdir("mounts").toPath().resolve("mountinfo")
            val lines = mountPoints.map { "714 713 8:1 /home/me/token.json $it rw,relatime master:1 - ext4 /dev/sda1 rw" }
            file.writeText(lines.joinToString("\n", postfix = "\n"))
            return MountTable(file)
        }

        test("a file is found that is mounted by itself, and nothing above, below or beside it") {
            val mounts = table("/", "/srv", "/srv/token.json")
            (Path.of("/srv/token.json") in mounts) shouldBe true
            listOf("/srv/token", "/srv/token.json.lock", "/srv/token.json/x", "/token.json", "/home/me/token.json").forEach {
                (Path.of(it) in mounts) shouldBe false
            }
        }

        test("names are compared as the kernel writes them") {
            (Path.of("/a b\tc\nd\\e") in table("/a\\040b\\011c\\012d\\134e")) shouldBe true
            (Path.of("/a b") in table("/a b")) shouldBe false
        }

        test("where there is no such table, nothing is in it") {
            (Path.of("/") in MountTable(Path.of("/nowhere/mountinfo"))) shouldBe false
            (Path.of("/") in table()) shouldBe false
        }

        test("no refresh token is sent for a file that is mounted by itself") {
            val directory = tempdir("mounted").toPath().toRealPath()
            val path = directory.resolve("token.json").apply { writeText("{}") }

            fun file(mounts: MountTable) =
                TokenFileWriter(
                    TokenFile(path, Clock.System, StoreNotices { }, ProcessOwner.uid),
                    Clock.System,
                    StoreNotices { },
                    AtomicWriter(),
                    ProcessOwner.uid,
                    mounts,
                )

            file(table("$directory")).keyLock(TokenKey.of("k")).parent.parent shouldBe directory
            shouldThrow<StoreException> { file(table("$path")).keyLock(TokenKey.of("k")) }.message shouldContain
                "mounted by itself"
        }
    })
