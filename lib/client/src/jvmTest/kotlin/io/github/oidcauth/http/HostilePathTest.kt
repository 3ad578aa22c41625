// Tests DotSegments, PathText, PathSegments and ApiRoot.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.api.ApiRoot
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import okhttp3.HttpUrl.Companion.toHttpUrlOrNull
import java.net.ServerSocket
import java.net.URI
import java.net.URLDecoder
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.random.Random

/**
 * Some thousand generated paths and segments, of what an attacker would put into them: none reaches another origin, and none leaves
 * the root, as the JDK, OkHttp, and servers and proxies that decode and normalise paths see it.
 */
class HostilePathTest :
    FunSpec({
        val random = Random(SEED)
        val roots =
            listOf("https://api.example.com/v1/tenant", "https://api.example.com", "https://api.example.com:8443/a/?key=1")

        context("no text leaves the root") {
            roots.forEach { root ->
                test(root) {
                    val api = ApiRoot.of(root)
                    val urls = List(4000) { random.hostileText() }.mapNotNull { text -> urlOrNull(text) { api.urlOf(it) } }
                    urls.size shouldBeGreaterThan 400
                    urls.flatMap { (text, url) -> faultsOf(root, url).map { "$it: '$text' became $url" } }.shouldBeEmpty()
                }
            }
        }

        context("no list of segments leaves the root, or is another number of segments") {
            roots.forEach { root ->
                test(root) {
                    val api = ApiRoot.of(root)
                    val lists = List(4000) { List(1 + random.nextInt(3)) { random.hostileText() } }
                    val urls = lists.mapNotNull { segments -> urlOrNull(segments) { api.at(it).url } }
                    urls.size shouldBeGreaterThan 400
                    urls.flatMap { (segments, url) ->
                        val sent = URI(url).rawPath.removePrefix(rootPath(root)).split('/').drop(1)
                        val fault = "is not what was given".takeIf { sent.map(::decoded) != segments }
                        (faultsOf(root, url) + listOfNotNull(fault)).map { "$it: $segments became $url" }
                    }.shouldBeEmpty()
                }
            }
        }

        test("no root and no full URL is another origin than it seems") {
            val urls = List(4000) { "https://api.example.com" + random.hostileText() + "/" + random.hostileText() }
            val accepted = urls.mapNotNull { text -> urlOrNull(text) { ApiRoot.of(it).url } }
            accepted.size shouldBeGreaterThan 40
            accepted.filter { (_, url) ->
                val origin = ApiRoot.of(url).origin.removePrefix("https://").substringBefore(':')
                origin != URI(url).host.lowercase() || origin != url.toHttpUrlOrNull()?.host
            }.shouldBeEmpty()
        }

        test("what arrives at a server is below the root") {
            val targets = CopyOnWriteArrayList<String>()
            val elsewhere = CopyOnWriteArrayList<String>()
            recorder(elsewhere).use { other ->
                recorder(targets).use { server ->
                    val api = ApiClient("http://127.0.0.1:${server.port}/v1/tenant")
                    var sent = 0
                    repeat(400) { round ->
                        val text = random.hostileText("127.0.0.1:${other.port}")
                        try {
                            if (round % 2 == 0) api.get(text) else api.get(listOf("x", text))
                            sent++
                        } catch (_: IllegalArgumentException) {
                            // Refused before anything is sent.
                        }
                    }
                    sent shouldBeGreaterThan 40
                    targets.size shouldBe sent
                    targets.flatMap { target -> faultsOfPath("/v1/tenant", target).map { "$it: $target" } }.shouldBeEmpty()
                    elsewhere.shouldBeEmpty()
                }
            }
        }

        test("the checks of this test find what they are for") {
            val bad =
                listOf(
                    "/v1/tenant/../x",
                    "/v1/tenant/%2e%2e/x",
                    "/v1/tenant/..;a/x",
                    "/v1/tenantx",
                    "/v1/tenant/a%2F..%2F..%2Fx",
                    "/v2",
                )
            bad.forEach { withClue(it) { faultsOfPath("/v1/tenant", it).size shouldBeGreaterThan 0 } }
            faultsOf("https://api.example.com/v1/tenant", "https://evil.example/v1/tenant/x").size shouldBeGreaterThan 0
        }
    })

private const val SEED = 20_261_130

/** The pieces that the texts are made of. */
private val PIECES =
    listOf("..", ".", "/", "//", "\\", "%2e", "%2E", "%2f", "%5c", "%252e", "%25", "%00", ";", ";x=1", "?", "#", "@", ":", "%") +
        listOf(
            "https://",
            "http:",
            "//evil.example",
            "evil.example",
            "user:pass@",
            "%40",
            "%3a",
            "%23",
            "%3f",
            "\u0000",
            "\n",
            "\t",
            " ",
        ) +
        listOf(
            "%20",
            "+",
            "\uff0e",
            "\uff0f",
            "\u2025",
            "\u2024",
            "\u2215",
            "\u00e9",
            "\ud83d\ude00",
            "\ud800",
            "%c0%ae",
            "%e0%80%af",
        ) +
        listOf(
            "%u002e",
            "a",
            "users",
            "1234",
            "..;/",
            "%2e%2e%2f",
            "....",
            "...",
            "[",
            "]",
            "|",
            "`",
            "{",
            "\"",
            "'",
            "&",
            "=",
            "~",
        )

private fun Random.hostileText(host: String? = null): String {
    val pieces = PIECES + listOfNotNull(host, host?.let { "//$it" }, host?.let { "http://$it/" }, host?.let { "@$it" })
    return buildString { repeat(1 + nextInt(5)) { append(pieces[nextInt(pieces.size)]) } }
}

private fun <T> urlOrNull(
    input: T,
    make: (T) -> String,
): Pair<T, String>? =
    try {
        input to make(input)
    } catch (_: IllegalArgumentException) {
        null
    } catch (_: InvalidConfigException) {
        null
    }

private fun rootPath(root: String): String = URI(root).rawPath.removeSuffix("/")

/** Returns what is wrong with [url], as the JDK, OkHttp and normalising servers see it. */
private fun faultsOf(
    root: String,
    url: String,
): List<String> {
    val expected = URI(root)
    val uri = URI(url)
    val okHttp = url.toHttpUrlOrNull() ?: return listOf("not accepted by OkHttp")
    val origins = listOf(
        "${uri.scheme}://${uri.rawAuthority}",
        "https://${okHttp.host}" + if (okHttp.port == 443) "" else ":${okHttp.port}",
    )
    val isElsewhere = origins.any { it != "${expected.scheme}://${expected.rawAuthority}" } || uri.rawFragment != null
    return listOfNotNull("another origin".takeIf { isElsewhere }) +
        faultsOfPath(rootPath(root), uri.rawPath) +
        faultsOfPath(rootPath(root), okHttp.encodedPath) +
        faultsOfPath(rootPath(root), uri.normalize().rawPath)
}

/** Returns what is wrong with [target], a path below [root], as servers see it that decode and normalise it in some way. */
private fun faultsOfPath(
    root: String,
    target: String,
): List<String> {
    val path = target.substringBefore('?')
    val readings =
        mapOf(
            "raw" to path,
            "decoded" to decoded(path),
            "decoded twice" to decoded(decoded(path)),
            "without parameters" to withoutParameters(path),
            "decoded without parameters" to withoutParameters(decoded(path)),
            "without parameters, decoded" to decoded(withoutParameters(path)),
            "with slashes for backslashes" to decoded(path).replace('\\', '/'),
        )
    return readings.filterValues { !isBelow(root, resolved(it)) }.keys.map { "leaves the root ($it)" }
}

private fun isBelow(
    root: String,
    path: String,
) = path == root || path.startsWith("$root/") || (root.isEmpty() && path.isEmpty())

private fun decoded(text: String): String = URLDecoder.decode(
    text.replace("%(?![0-9A-Fa-f]{2})".toRegex(), "%25").replace("+", "%2B"),
    Charsets.UTF_8,
)

private fun withoutParameters(path: String): String = path.split('/').joinToString("/") { it.substringBefore(';') }

/** Removes dot segments (RFC 3986 §5.2.4). A path that leaves its beginning is marked. */
private fun resolved(path: String): String {
    val kept = mutableListOf<String>()
    path.split('/').drop(1).forEach { segment ->
        when (segment) {
            "." -> Unit
            ".." -> if (kept.isEmpty()) return "out of /" else kept.removeLast()
            else -> kept += segment
        }
    }
    return kept.joinToString("") { "/$it" }
}

/** A server that keeps the target of each request line. */
private fun recorder(targets: MutableList<String>): RawServer =
    RawServer(ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) { socket ->
        while (true) {
            targets += readRequest(socket).firstOrNull()?.split(' ')?.get(1) ?: break
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        }
    }
