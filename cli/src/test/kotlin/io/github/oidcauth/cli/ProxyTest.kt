package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours

/** The command in a network whose servers are reached by a proxy with a password, and by nothing else. */
internal class ProxyTest : FunSpec({
    val network = autoClose(CorporateNetwork(tempdir().toPath()))

    /** Runs `oidc-auth token` with a stored token that lives for [life] more, and can be refreshed. */
    suspend fun token(
        life: Duration,
        vararg variables: Pair<String, String>,
    ): Result {
        val file = tempdir().toPath().resolve("tokens.json")
        FileTokenStore(file).put(
            TokenKey.forHost(network.url),
            Token("old") {
                expiresAt = Clock.System.now() + life
                refreshToken = "r-old"
            },
        )
        val home = tempdir().absolutePath
        val environment =
            mapOf("HOME" to home, "OIDC_TOKEN_FILE" to "$file", "SSL_CERT_FILE" to "${network.authority}") + variables
        return CommandProcess.java(environment, "token", network.url).use { it.result() }
    }

    fun Result.failsWith(
        vararg words: String,
        code: Int,
    ) = withClue(this) {
        exitCode shouldBe code
        stdout shouldBe ""
        words.forEach { stderr shouldContain it }
        stderr shouldNotContain "s3cret"
    }

    test("HTTPS_PROXY with user name and password is all that it takes, and the server sees nothing of them") {
        val result = token((-1).hours, "HTTPS_PROXY" to "http://alice:pa%20ss@${network.proxyAddress}")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            result.stdout shouldBe "new\n"
            result.stderr shouldBe ""
        }
        network.tunnels.distinct() shouldBe listOf("CONNECT ${CorporateNetwork.HOST}:443 HTTP/1.1")
        network.headers.shouldNotBeEmpty()
        network.headers.filter { it.startsWith("Proxy-", ignoreCase = true) }.shouldBeEmpty()
    }

    test("without them the proxy's 407 is told, and where they go") {
        token((-1).hours, "HTTPS_PROXY" to "http://${network.proxyAddress}").failsWith(
            "The proxy ${network.proxyAddress} requires a user name and password (status 407).",
            "the variable HTTPS_PROXY",
            code = ExitCode.UNREACHABLE,
        )
        token((-1).hours, "all_proxy" to "http://alice:s3cret@${network.proxyAddress}").failsWith(
            "The proxy ${network.proxyAddress} refused the user name and password (status 407).",
            "the variable all_proxy",
            code = ExitCode.UNREACHABLE,
        )
    }

    test("a variable that cannot be used is named when it is needed, and not before") {
        val odd = "ALL_PROXY" to "gopher://alice:s3cret@proxy"
        token(
            (-1).hours,
            odd,
        ).failsWith("The variable ALL_PROXY names a gopher proxy, which is not supported.", code = ExitCode.USAGE)
        val proxy = "HTTPS_PROXY" to "http://alice:pa%20ss@${network.proxyAddress}"
        token((-1).hours, odd, proxy).stdout shouldBe "new\n"
        val stored = token(1.hours, odd)
        withClue(stored) {
            stored.stdout shouldBe "old\n"
            stored.stderr shouldBe ""
        }
    }
})
