package io.github.oidcauth.internal.files

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path

class AppDirectoriesTest :
    FunSpec({
        fun cache(
            os: String,
            vararg environment: Pair<String, String>,
        ) = AppDirectories(environment.toMap()::get, os, "/home/passwd").cache("app").toString()

        test("Linux keeps caches below XDG_CACHE_HOME or ~/.cache") {
            cache("Linux", "XDG_CACHE_HOME" to "/c", "HOME" to "/h") shouldBe "/c/app"
            cache("Linux", "HOME" to "/h") shouldBe "/h/.cache/app"
            cache("Linux") shouldBe "/home/passwd/.cache/app"
        }

        test("relative directories are no directories, as for platformdirs") {
            cache("Linux", "XDG_CACHE_HOME" to "c", "HOME" to "/h") shouldBe "/h/.cache/app"
            cache("Linux", "XDG_CACHE_HOME" to "", "HOME" to "h") shouldBe "/home/passwd/.cache/app"
        }

        test("a first ~ in XDG_CACHE_HOME is the home directory, as a unit of systemd may have it unexpanded") {
            cache("Linux", "XDG_CACHE_HOME" to "~/c", "HOME" to "/h") shouldBe "/h/c/app"
            cache("Mac OS X", "XDG_CACHE_HOME" to "~") shouldBe "/home/passwd/app"
            cache("Linux", "XDG_CACHE_HOME" to "~other/c", "HOME" to "/h") shouldBe "/h/.cache/app"
        }

        test("macOS keeps caches in the library, unless XDG_CACHE_HOME says otherwise") {
            cache("Mac OS X", "HOME" to "/Users/h") shouldBe "/Users/h/Library/Caches/app"
            cache("Mac OS X", "HOME" to "/Users/h", "XDG_CACHE_HOME" to "/c") shouldBe "/c/app"
        }

        test("a directory that this system cannot have is refused") {
            shouldThrow<InvalidConfigException> { cache("Linux", "XDG_CACHE_HOME" to "/c\u0000") }
            shouldThrow<InvalidConfigException> { cache("Mac OS X", "HOME" to "/h\u0000") }
        }

        test("a user without a home has no tokens in the current directory") {
            fun directories(vararg environment: Pair<String, String>) =
                AppDirectories(environment.toMap()::get, "Linux", userHome = "?")
            for (os in listOf("Linux", "Mac OS X")) {
                shouldThrow<StoreException> { AppDirectories({ null }, os, "?").cache("app") }.message shouldContain "Set HOME"
            }
            directories().missingHome() shouldBe Path.of("?")
            // A directory that is there.
            AppDirectories({ null }, "Linux", "src").missingHome() shouldBe Path.of("src")
            directories("HOME" to "/h").cache("app") shouldBe Path.of("/h/.cache/app")
            directories("XDG_CACHE_HOME" to "/c").cache("app") shouldBe Path.of("/c/app")
        }

        context("on Windows") {
            fun onWindows(
                vararg environment: Pair<String, String>,
                folder: (String) -> String,
            ) = AppDirectories(environment.toMap()::get, "Windows 11", "C:\\Users\\h", folder).cache("app").toString()

            test("the known folder counts, whatever a variable says") {
                onWindows("LOCALAPPDATA" to "D:\\l") { "C:\\known\\$it" } shouldBe "C:\\known\\app"
            }

            test("without JNA, LOCALAPPDATA names the same directory") {
                val local = "C:\\Users\\h\\AppData\\Local"
                onWindows("LOCALAPPDATA" to local) { throw NoClassDefFoundError("com/sun/jna/Native") } shouldBe
                    "$local\\app\\app\\Cache"
            }

            test("without JNA and LOCALAPPDATA it is said what to add") {
                listOf(emptyArray(), arrayOf("LOCALAPPDATA" to " ")).forEach { environment ->
                    val refusal = shouldThrow<StoreException> {
                        onWindows(*environment) { throw NoClassDefFoundError("com/sun/jna/Native") }
                    }
                    refusal.message shouldContain "net.java.dev.jna:jna-platform"
                    refusal.message shouldContain "LOCALAPPDATA"
                }
            }
        }

        test("other systems do not ask Windows, so they need no JNA") {
            listOf("Linux", "Mac OS X").forEach { os ->
                AppDirectories({ null }, os, "/h") { error("Windows is asked.") }.cache("app").isAbsolute shouldBe true
            }
        }

        test("an app name that is no directory name is refused") {
            listOf("", " ", ".", "..", "a/b", "a\\b", "../up", "a..b", "c:", "a\u0000", "a\nb").forEach {
                shouldThrow<InvalidConfigException> { AppDirectories({ null }, "Linux", "/h").cache(it) }
            }
        }
    })
