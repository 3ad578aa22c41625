// Tests JvmCaches and Training.
package io.github.oidcauth.cli.packages

import com.sun.net.httpserver.HttpsServer
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.SelfSignedServer
import io.github.oidcauth.cli.Version
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.net.InetAddress
import java.net.ServerSocket
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.fileSize
import kotlin.io.path.readLines
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** The self-contained image, unpacked and without any other Java. */
internal class ImageTest : FunSpec({
    val place = tempdir().toPath()
    Packages.tool("tar", "-xzf", "${Packages.file("-*-linux-*.tar.gz")}", "-C", "$place")
    val home = place.resolve("oidc-auth-${Version.TEXT}")
    val command = "$home/bin/oidc-auth"
    val tokens = mapOf("OIDC_TOKEN_FILE" to "${Packages.tokenFile(place.resolve("tokens"))}")

    test("it starts in any directory and through links") {
        val link = place.resolve("link").createSymbolicLinkPointingTo(home.resolve("bin/oidc-auth").let(place::relativize))
        listOf(
            listOf(command),
            listOf("$link"),
            listOf("sh", "-c", "cd '$home/bin' && exec ./oidc-auth \"\$@\"", "sh"),
        ).forEach { start ->
            val result = Packages.run(start + "--version")
            withClue(result) { result.stdout to result.stderr shouldBe ("oidc-auth ${Version.TEXT}\n" to "") }
        }
    }

    test("the caches are those of this Java and these jars") {
        // With this the JVM refuses to start where it cannot use its cache.
        val strict = "-XX:AOTMode=on"
        val others = Packages.run(listOf(command, "--help"), mapOf("JAVA_OPTS" to strict))
        withClue(others) { others.exitCode to others.stderr shouldBe (0 to "") }

        val jvm = listOf("$home/runtime/bin/java", strict, "-XX:AOTCache=$home/lib/token.aot", "-XX:+UseSerialGC")
        val main = listOf("-cp", "$home/lib/oidc-auth-cli.jar", "io.github.oidcauth.cli.MainKt")
        val token = Packages.run(jvm + main + listOf("token", "https://a.example"), tokens)
        withClue(token) { token.stdout to token.stderr shouldBe ("the-token\n" to "") }
    }

    test("a cached token is printed, and nothing else") {
        val result = Packages.run(listOf(command, "token", "https://a.example"), tokens)
        withClue(result) { result.stdout to result.stderr shouldBe ("the-token\n" to "") }
    }

    test("it speaks TLS: a token is refreshed at a server whose authority it trusts") {
        val folder = tempdir().toPath()
        val server = SelfSignedServer.start(folder).also(::respondWithTokens)
        try {
            val url = "https://127.0.0.1:${server.address.port}"
            val file = folder.resolve("tokens/token-store.json")
            val expired =
                Token("old") {
                    expiresAt = Clock.System.now() - 1.hours
                    refreshToken = "r-old"
                }
            FileTokenStore(file).put(TokenKey.forHost(url), expired)
            val certificate = "${SelfSignedServer.certificate(folder)}"
            val result = Packages.run(
                listOf(command, "--ca-file", certificate, "token", url),
                mapOf("OIDC_TOKEN_FILE" to "$file"),
            )
            withClue(result) { result.stdout shouldBe "new\n" }
            val distrusted = Packages.run(
                listOf(command, "token", "--force", "--non-interactive", url),
                mapOf("OIDC_TOKEN_FILE" to "$file"),
            )
            distrusted.stdout shouldBe ""
        } finally {
            server.stop(0)
        }
    }

    test("the stores for Redis and the keyring load") {
        val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
        listOf("redis://127.0.0.1:$port?timeout=1", "keyring").forEach { store ->
            val result = Packages.run(listOf(command, "list", "--store", store), mapOf("HOME" to "$place"))
            withClue(result) {
                result.stderr shouldNotContain "internal error"
                result.stderr shouldNotContain "NoClassDefFoundError"
                result.stderr.trim().lines() shouldHaveSize 1
            }
        }
        val redis = Packages.run(listOf(command, "list", "--store", "redis://127.0.0.1:$port?timeout=1"))
        redis.stderr shouldContain "The Redis at redis://127.0.0.1:$port/0"
    }

    test("each package is small, and SHA256SUMS has the sum of each") {
        val limit = 60_000_000L
        listOf("-*-linux-*.tar.gz", "_*.deb").forEach { Packages.file(it).fileSize() shouldBeLessThan limit }
        Packages.tool("sh", "-c", "cd '${Packages.folder}' && sha256sum --quiet --strict -c SHA256SUMS")
        val names = Packages.folder.resolve("SHA256SUMS").readLines().map { it.substringAfter("  ") }
        listOf("-*-linux-*.tar.gz", "_*.deb").forEach {
            withClue(names) { ("${Packages.file(it).fileName}" in names) shouldBe true }
        }
    }
})

private fun respondWithTokens(server: HttpsServer) {
    server.createContext("/") { exchange ->
        exchange.requestBody.readAllBytes()
        val body = """{"access_token":"new","token_type":"Bearer","expires_in":3600}""".encodeToByteArray()
        exchange.responseHeaders.add("Content-Type", "application/json")
        exchange.sendResponseHeaders(200, body.size.toLong())
        exchange.responseBody.use { it.write(body) }
    }
}
