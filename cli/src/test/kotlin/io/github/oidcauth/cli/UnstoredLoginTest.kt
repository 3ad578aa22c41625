// Tests UserLogin.
package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import kotlin.io.path.readText

/** A login whose token cannot be kept: found out before the user logs in, as far as that can be known, and never a success. */
internal class UnstoredLoginTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    /** A desk with a token file that nobody may write. */
    fun readOnly(): CommandBench =
        CommandBench(User()).also {
            it.write("{}")
            Files.setPosixFilePermissions(it.tokenFile, PosixFilePermissions.fromString("r--------"))
        }

    /** Keeps nothing, and says so only when it is too late. */
    fun forgetful(address: String) {
        val behind = ShelfProvider.add("$address-behind")
        ShelfProvider.shelves[address] =
            object : TokenStore by behind {
                override suspend fun put(
                    key: TokenKey,
                    token: Token,
                ): Unit = throw StoreException("The shelf has fallen down.")
            }
    }

    listOf(listOf("login"), emptyList(), listOf("--force")).forEach { words ->
        test("'oidc-auth ${words.joinToString(" ")} HOST' fails before anybody logs in when the store cannot be written") {
            val bench = readOnly()
            val requests = server.requests.size
            val result = bench.run(*words.toTypedArray(), server.url)
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldStartWith "Authentication failed: The token file ${bench.tokenFile} is read-only."
            }
            server.requests.size shouldBe requests
            bench.tokenFile.readText() shouldBe "{}"
        }
    }

    test("a store that fails after the login makes it end with 7, and nothing on standard output says otherwise") {
        forgetful("shelf:forgetful")
        val result = CommandBench(User()).run(server.url, "--store", "shelf:forgetful")
        withClue(result) {
            result.exitCode shouldBe ExitCode.NOT_STORED
            result.stdout shouldBe ""
            result.stderr shouldContain "warning: The token is good but could not be stored"
            result.stderr shouldContain "could not be stored and is lost."
        }
    }

    test("a token that goes to standard output is good for whoever reads it, kept or not") {
        forgetful("shelf:forgetful-token")
        val result = CommandBench(User()).run("token", server.url, "--store", "shelf:forgetful-token")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            result.stdout.lines().size shouldBe 2
            result.stderr shouldContain "warning: The token is good but could not be stored"
        }
        readOnly().run("token", server.url).exitCode shouldBe ExitCode.SUCCESS
    }

    test("a usable token in a store that cannot be written is used as ever") {
        val bench = CommandBench(User())
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost(server.url), Token("usable"))
        Files.setPosixFilePermissions(bench.tokenFile, PosixFilePermissions.fromString("r--------"))
        bench.run(server.url).succeeded() shouldStartWith "Authenticated to ${server.url}\n"
    }
})
