// Tests CachedToken and Main.
package io.github.oidcauth.cli.startup

import io.github.oidcauth.cli.CachedHome
import io.github.oidcauth.cli.CommandProcess
import io.github.oidcauth.cli.Result
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import kotlin.io.path.readLines

/** A cached token is printed without the rest of the program, and as the whole program prints it. */
class CachedTokenTest :
    FunSpec({
        val libraries =
            listOf("kotlinx.coroutines.", "kotlinx.serialization.", "io.ktor.", "com.github.ajalt.", "okhttp3.", "org.slf4j.")

        /** Runs the command, and returns its result with the classes of [libraries] that it has loaded. */
        fun run(vararg arguments: String): Pair<Result, List<String>> {
            val home = CachedHome.fill(tempdir().toPath().toRealPath())
            val log = home.resolve("classes")
            val environment = mapOf("HOME" to "$home", "JDK_JAVA_OPTIONS" to "-Xlog:class+load:file=$log -Duser.home=$home")
            val result = CommandProcess.java(environment, *arguments).use { it.result() }
            val classes = log.readLines().map { it.substringAfter("] ").trim().substringAfterLast("] ").substringBefore(' ') }
            classes.any { it.startsWith("io.github.oidcauth.cli.") } shouldBe true
            return result to classes.filter { name -> libraries.any { it in name } }
        }

        test("neither coroutines nor serialization, parser or HTTP client are loaded for it, and the result is the same") {
            val (quick, few) = run("token", "h.example")
            val (whole, many) = run("token", "h.example", "--non-interactive")
            withClue(quick) {
                few.shouldBeEmpty()
                many.shouldNotBeEmpty()
                quick.stdout shouldBe "secret\n"
                quick.stdout shouldBe whole.stdout
                quick.exitCode shouldBe whole.exitCode
            }
        }
    })
