// Tests ExitCode and Failures.
package io.github.oidcauth.cli

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** The table of exit codes, over all commands that can end with each. */
internal class ExitCodesTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }
    val browserOnly = SampleServer.start(Settings(deviceGrant = false))
    afterSpec { browserOnly.close() }

    val dead = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { "http://127.0.0.1:${it.localPort}" }

    fun Result.ended(code: Int) =
        withClue(this) {
            exitCode shouldBe code
            if (code == ExitCode.SUCCESS) return@withClue
            stdout shouldBe ""
            stderr.shouldNotBeEmpty()
            stderr shouldNotContain "    at "
            stderr shouldNotContain "s3cret"
        }

    /** With a token of the application and of a client of the issuer at [url], both expired, so that a command has to ask there. */
    suspend fun benchWith(url: String): CommandBench {
        val bench = CommandBench()
        val old =
            Token("s3cret-old") {
                expiresAt = Clock.System.now() - 1.hours
                refreshToken = "s3cret-refresh"
            }
        val store = FileTokenStore(bench.tokenFile)
        store.put(TokenKey.forHost(url), old)
        store.put(TokenKey.forIssuer(url, "app"), old)
        return bench
    }

    /** The commands that send a request to the host. */
    fun requesting(host: String) =
        listOf(
            listOf(host),
            listOf("login", host),
            listOf("login", host, "--client-id", "app", "--force"),
            listOf("token", host),
            listOf("token", host, "--header"),
            listOf("refresh", host, "--client-id", "app"),
            listOf("run", host, "--", "true"),
            listOf("userinfo", host),
            listOf("api", "GET", "x", "--host", host),
            listOf("discover", host),
            listOf("introspect", host, "--client-id", "app"),
            listOf("revoke", host, "--client-id", "app"),
            listOf("decode", host, "--client-id", "app", "--verify"),
        )

    test("the help has the whole table, and no code means two things") {
        val help = CommandBench().run("--help").succeeded()
        ExitCode.MEANINGS.forEach { (code, meaning) -> help.replace(Regex("\\s+"), " ") shouldContain "$code $meaning" }
        ExitCode.MEANINGS.keys.toList() shouldBe listOf(0, 1, 2, 3, 4, 5, 6, 7, 130)
    }

    requesting("HOST").forEach { line ->
        test("3: 'oidc-auth ${line.joinToString(" ")}' where nobody listens") {
            benchWith(dead).run(*line.map { if (it == "HOST") dead else it }.toTypedArray()).ended(ExitCode.UNREACHABLE)
        }
    }

    test("3: a host that no name server knows, and a certificate that nobody vouches for") {
        val unknown = "https://host.invalid"
        requesting(unknown).forEach { benchWith(unknown).run(*it.toTypedArray()).ended(ExitCode.UNREACHABLE) }
        val selfSigned = SelfSignedServer.start(tempdir().toPath())
        val url = "https://127.0.0.1:${selfSigned.address.port}"
        try {
            requesting(url).forEach { benchWith(url).run(*it.toTypedArray()).ended(ExitCode.UNREACHABLE) }
        } finally {
            selfSigned.stop(0)
        }
    }

    test("1: a server that responds with an error, and a token that is not stored") {
        val bench = CommandBench()
        val host = "${server.url}/nothing/there"
        listOf(listOf("login", host, "--client-id", "app"), listOf("discover", host), listOf("login", host)).forEach {
            bench.run(*it.toTypedArray()).ended(ExitCode.FAILURE)
        }
        listOf("introspect", "revoke", "logout", "decode").forEach {
            bench.run(it, "https://nobody.example").ended(ExitCode.FAILURE)
        }
        bench.run("export", "https://nobody.example", "${tempdir()}/f").ended(ExitCode.FAILURE)
        bench.run("import", "pyauthflow", "/nowhere/at-all").ended(ExitCode.FAILURE)
    }

    test("2: an option or a word that the command does not have, for each command") {
        val commands = CommandNames.all()
        (commands.map { listOf(it) } + listOf(emptyList())).forEach { words ->
            val result = CommandBench().run(*words.toTypedArray(), "--no-such-option")
            withClue(words) {
                result.ended(ExitCode.USAGE)
                // Without `--`, an option may be one of the program to run.
                if (words != listOf("run")) result.stderr shouldContain "--no-such-option"
                result.stderr shouldContain "Try 'oidc-auth"
            }
        }
        CommandBench().run("tokne").ended(ExitCode.USAGE)
        CommandBench().run("login", server.url, "--scope", "x", "--client-id", "").ended(ExitCode.USAGE)
    }

    test("0: help of every command and of all, and the version") {
        CommandNames.all().forEach { name ->
            CommandBench().run(name, "--help").succeeded() shouldBe CommandBench().run("help", name).succeeded()
        }
        CommandBench().run("help").succeeded() shouldBe CommandBench().run("--help").succeeded()
        CommandBench().run("--version").succeeded() shouldContain Version.TEXT
        CommandBench().run("help", "nothing").ended(ExitCode.USAGE)
    }

    test("4: a login is needed, and no user can log in here") {
        val issuer = listOf(server.issuer, "--client-id", SampleClients.CLI)
        val lines =
            listOf(
                listOf(server.url),
                listOf("login") + issuer,
                listOf("token") + issuer,
                listOf("token", server.url, "--id-token"),
                listOf("userinfo") + issuer,
                listOf("api", "GET", "api/me", "--host", server.url),
            )
        lines.forEach { CommandBench().run(*it.toTypedArray(), "--non-interactive").ended(ExitCode.LOGIN_REQUIRED) }
        CommandBench().run("run", server.url, "--non-interactive", "--", "true").ended(ExitCode.LOGIN_REQUIRED)
        CommandBench().run("refresh", server.url).ended(ExitCode.LOGIN_REQUIRED)
    }

    test("4: a refresh token that the server refuses needs a login, too") {
        val result = benchWith(server.url).run("token", server.url, "--non-interactive")
        result.ended(ExitCode.LOGIN_REQUIRED)
    }

    test("5: the user denies a device login and a browser login, whichever command needed it") {
        val device = arrayOf(server.issuer, "--client-id", SampleClients.CLI)
        listOf("login", "token", "userinfo").forEach {
            CommandBench(User(agrees = false)).run(it, *device).ended(ExitCode.DENIED)
        }
        CommandBench(User(agrees = false)).run(server.url).ended(ExitCode.DENIED)
        CommandBench(User(agrees = false)).run("api", "GET", "api/me", "--host", server.url).ended(ExitCode.DENIED)
        val browser = arrayOf(browserOnly.issuer, "--client-id", SampleClients.CLI, "--scope", "openid profile", "-p", "0")
        CommandBench(User(agrees = false)).run("login", *browser).ended(ExitCode.DENIED)
        CommandBench(User(agrees = false)).run("login", browserOnly.url).ended(ExitCode.DENIED)
    }

    test("6: the user does not finish in time, and the code of the server expires") {
        val user = object : UserInteraction by SilentInteraction {}
        CommandBench(user).run("login", server.url, "--interactive", "--timeout", "1").ended(ExitCode.TIMED_OUT)
        CommandBench(user).run("token", browserOnly.url, "--interactive", "--timeout", "1", "-p", "0").ended(ExitCode.TIMED_OUT)
        SampleServer.start(Settings(deviceInterval = Duration.ZERO, deviceCodeLifetime = Duration.ofSeconds(1))).use {
            CommandBench(
                user,
            ).run("login", it.issuer, "--client-id", SampleClients.CLI, "--interactive").ended(ExitCode.TIMED_OUT)
        }
    }

    test("7: the login is done, and the token cannot be stored") {
        val behind = ShelfProvider.add("shelf:codes-behind")
        ShelfProvider.shelves["shelf:codes"] =
            object : TokenStore by behind {
                override suspend fun put(
                    key: TokenKey,
                    token: Token,
                ): Unit = throw StoreException("The disk is full.")
            }
        val full = arrayOf("--store", "shelf:codes")
        CommandBench(User()).run("login", server.url, *full).ended(ExitCode.NOT_STORED)
        CommandBench(User()).run(server.url, *full).ended(ExitCode.NOT_STORED)
        // The token itself is the result of these, and it is there.
        CommandBench(User()).run("token", server.url, *full).exitCode shouldBe ExitCode.SUCCESS
        CommandBench(User()).run("api", "GET", "api/me", "--host", server.url, *full).exitCode shouldBe ExitCode.SUCCESS
    }

    test("1: a store that can only be read is found before the user logs in, so nothing was done") {
        val bench = CommandBench(User()).also { it.write("{}") }
        Files.setPosixFilePermissions(bench.tokenFile, PosixFilePermissions.fromString("r--------"))
        bench.run("login", server.url).ended(ExitCode.FAILURE)
    }

    test("130: a login that is interrupted is cancelled, and no code of another failure takes its place") {
        val isShown = CompletableDeferred<Unit>()
        val user =
            object : UserInteraction by SilentInteraction {
                override fun showDeviceCode(code: DeviceCode) {
                    isShown.complete(Unit)
                }

                override fun showBrowserLogin(login: BrowserLogin) {
                    isShown.complete(Unit)
                }
            }
        shouldThrow<CancellationException> {
            coroutineScope {
                val run = async { CommandBench(user).run("login", server.url, "--interactive") }
                isShown.await()
                run.cancel()
                run.await()
            }
        }
        // ProcessTest shows the code itself, with a signal to a process.
        ExitCode.INTERRUPTED shouldBe 130
    }
})
