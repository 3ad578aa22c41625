// Tests launcher/oidc-auth and archive/archive-classes.
package io.github.oidcauth.cli.launcher

import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.succeeded
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** The archive of classes that the launcher makes for a place and a Java for which the build has made none. */
internal class ClassArchiveTest :
    FunSpec({
        val version = "oidc-auth ${Version.TEXT}\n"

        /** A copy of the distribution, whose own archive does not fit: it is for another place. */
        fun copy(): Path {
            val place = tempdir().toPath().toRealPath().resolve("oidc-auth")
            Distribution.run(listOf("cp", "-R", "${Distribution.home}", "$place")).succeeded()
            return place
        }

        fun run(
            place: Path,
            home: Path,
            more: Map<String, String> = emptyMap(),
        ) = Distribution.run(listOf("$place/bin/oidc-auth", "--version"), Distribution.java + mapOf("HOME" to "$home") + more)

        fun Path.archives(): List<Path> = if (exists()) listDirectoryEntries("*.jsa") else emptyList()

        test("the first run is silent and leaves an archive for the second, which only its user can read") {
            val place = copy()
            val home = tempdir().toPath().toRealPath()
            val archives = home.resolve(".cache/oidc-auth/jvm")
            run(place, home).let { withClue(it) { it.stdout + it.stderr shouldBe version } }
            eventually(60.seconds) { archives.archives() shouldHaveSize 1 }
            eventually(10.seconds) { archives.listDirectoryEntries("*.tried").shouldBeEmpty() }
            PosixFilePermissions.toString(Files.getPosixFilePermissions(archives)) shouldBe "rwx------"
            PosixFilePermissions.toString(Files.getPosixFilePermissions(archives.archives().single())) shouldBe "r--------"
            archives.resolve("known").readLines().first() shouldBe "$place"

            val log = home.resolve("classes")
            run(place, home, mapOf("OIDC_AUTH_OPTS" to "-Xlog:class+load:file=$log")).let {
                withClue(it) { it.stdout + it.stderr shouldBe version }
            }
            log.readText() shouldContain Regex("oidcauth\\.cli\\.MainKt source: shared objects file")

            // A jar that is not the one of the archive: the JVM goes without it, and says nothing.
            val jar = place.resolve("lib/oidc-auth-cli.jar")
            Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000))
            run(place, home).let { withClue(it) { it.stdout + it.stderr shouldBe version } }

            // Another build at the same place has another name, and replaces the archive.
            val list = place.resolve("lib/classes.lst")
            list.writeText("# another\n" + list.readLines().drop(1).joinToString("\n"))
            val before = archives.archives().single()
            run(place, home).exitCode shouldBe 0
            eventually(60.seconds) { archives.archives().single().name shouldContain "another-" }
            before.exists() shouldBe false
        }

        test("none is made where the user says so, below the home of another user, and in one that cannot be written") {
            val place = copy()
            val home = tempdir().toPath().toRealPath()
            run(place, home, mapOf("OIDC_AUTH_CDS" to "off")).stdout shouldBe version
            run(place, home.resolve("none")).stdout shouldBe version
            home.listDirectoryEntries().shouldBeEmpty()
            if (System.getProperty("user.name") == "root") {
                Files.setAttribute(home, "unix:uid", OTHER_USER)
                run(place, home).stdout shouldBe version
                home.listDirectoryEntries().shouldBeEmpty()
            }
        }

        test("an archive of another user, and one that a link leads to, is not used")
            .config(enabledOrReasonIf = { Distribution.needsRoot() }) {
                val place = copy()
                val home = tempdir().toPath().toRealPath()
                val archives = home.resolve(".cache/oidc-auth/jvm").createDirectories()
                val trap = "OIDC_AUTH_OPTS" to "-Xlog:class+path"
                archives.resolve("known").writeText("$place\n/nowhere/java\n/nowhere\n//\nxx\n")
                Files.setAttribute(archives, "unix:uid", OTHER_USER)
                run(place, home, mapOf(trap)).let {
                    it.stdout shouldBe version
                    it.stderr shouldNotContain ".cache"
                }
                archives.archives().shouldBeEmpty()
            }
    })

private const val OTHER_USER = 65_534
