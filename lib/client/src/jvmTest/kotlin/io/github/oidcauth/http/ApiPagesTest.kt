// Tests PageCursor, Pages and streamOf.
package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.api.PageCursor
import io.github.oidcauth.java.BlockingApiClient
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList

/** Lists in pages, from a loopback API whose links are what a test says. */
class ApiPagesTest :
    FunSpec({
        var links: (Int) -> String? = { null }
        val server =
            ApiServer {
                val page = query?.split('&')?.firstOrNull { it.startsWith("page=") }?.substringAfter('=')?.toInt() ?: 1
                respond(200, """{"page":$page}""", *listOfNotNull(links(page)?.let { "Link" to it }).toTypedArray())
            }
        val api = ApiClient("${server.origin}/v1", TokenSource.of("at"))

        beforeTest { server.requests.clear() }
        afterSpec { server.close() }

        fun next(target: String) = "<$target>; rel=\"next\""

        fun threePages() {
            links =
                { page ->
                    if (page <
                        3
                    ) {
                        next("${server.origin}/v1/items?page=${page + 1}") + ", </v1/items?page=3>; rel=last"
                    } else {
                        null
                    }
                }
        }

        suspend fun pagesOf(api: ApiClient) = api.pages("items").map { it.text }.toList()

        test("the links to the next page are followed to the last one, each with the token") {
            threePages()
            pagesOf(api) shouldContainExactly listOf("""{"page":1}""", """{"page":2}""", """{"page":3}""")
            server.requests.map { it.target } shouldContainExactly listOf("/v1/items", "/v1/items?page=2", "/v1/items?page=3")
            server.requests.map { it.header("Authorization") }.distinct() shouldContainExactly listOf("Bearer at")
        }

        test("nothing is requested that is not collected") {
            threePages()
            val pages = api.pages("items")
            server.requests.shouldBeEmpty()
            pages.first()
            server.requests.size shouldBe 1
            pages.take(2).collect()
            server.requests.size shouldBe 3
        }

        test("a flow can be collected again, from its beginning") {
            threePages()
            val pages = api.pages(listOf("items"))
            repeat(2) { pages.count() shouldBe 3 }
            server.requests.size shouldBe 6
        }

        test("headers are sent with every page, and the query with the first, as the links have their own") {
            threePages()
            api.pages("items") {
                query("q", "a")
                header("X-Page", "yes")
            }.count() shouldBe 3
            server.requests.map { it.query } shouldContainExactly listOf("q=a", "page=2", "page=3")
            server.requests.map { it.header("X-Page") } shouldContainExactly listOf("yes", "yes", "yes")
        }

        test("a relative link is resolved, and one may leave the root, as GitHub's do") {
            links = { page -> if (page < 3) next("/repositories/1/items?page=${page + 1}#top") else null }
            api.pages("items").count() shouldBe 3
            server.last.target shouldBe "/repositories/1/items?page=3"
        }

        test("a list without a link has one page, and one whose link belongs to another resource too") {
            links = { null }
            api.pages("items").count() shouldBe 1
            links = { "<?page=2>; rel=next; anchor=\"/other\"" }
            api.pages("items").count() shouldBe 1
            links = { "<?page=2>; rel=prev" }
            api.pages("items").count() shouldBe 1
        }

        context("a link to another origin is refused by its name, and nothing is sent there") {
            val otherServer = autoClose(ApiServer())
            listOf(
                otherServer.origin + "/v1/items?page=2",
                "//" + otherServer.origin.substringAfter("//") + "/?token=s3cret",
                server.origin.replace("127.0.0.1", "localhost") + "/v1/items?page=2",
                server.origin.replace("http:", "https:") + "/v1/items?page=2",
                "http://user@" + otherServer.origin.substringAfter("//") + "/",
                "file:///etc/passwd",
            ).forEachIndexed { at, target ->
                test("case $at") {
                    links = { next(target) }
                    val e = shouldThrow<InvalidResponseException> { pagesOf(api) }
                    e.message shouldContain "another origin"
                    e.message shouldNotContain "s3cret"
                    server.requests.size shouldBe 1
                    otherServer.requests.shouldBeEmpty()
                }
            }
        }

        test("the origin is named in the message, and it is refused only when the page behind it is requested") {
            links = { next("https://evil.example/items") }
            shouldThrow<InvalidResponseException> { pagesOf(api) }.message shouldContain "https://evil.example"
            api.pages("items").take(1).count() shouldBe 1
        }

        test("an origin that tokens may be sent to is one for pages as well") {
            val second = autoClose(ApiServer())
            links = { next("${second.origin}/items") }
            val both = ApiClient("${server.origin}/v1", TokenSource.of("at")) { origin(second.origin) }
            both.pages("items").count() shouldBe 2
            second.last.header("Authorization") shouldBe "Bearer at"
        }

        test("a page to which a redirect has led elsewhere has no next page there, which would get the headers of the request") {
            val otherServer = autoClose(ApiServer { respond(200, "{}", "Link" to "<?page=2>; rel=next") })
            val moved = autoClose(ApiServer { respond(302, "", "Location" to otherServer.origin + "/") })
            val pages =
                ApiClient(moved.origin).pages("items") {
                    followRedirects = true
                    header("X-Api-Key", "s3cret")
                    header("Authorization", "Basic s3cret")
                    cookie("session", "s3cret")
                }
            shouldThrow<InvalidResponseException> { pages.collect() }.message shouldContain "another origin"
            otherServer.requests.size shouldBe 1
            "${otherServer.last.headers}" shouldNotContain "s3cret"
        }

        context("an address that cannot be requested is refused") {
            listOf("/v1/%2e%2e/admin", "/v1/items?a=%zz").forEach { target ->
                test(target) {
                    links = { next(target) }
                    shouldThrow<InvalidResponseException> { pagesOf(api) }.message shouldContain "cannot be requested"
                    server.requests.size shouldBe 1
                }
            }
        }

        test("pages that lead in a circle end with an exception") {
            links = { page -> next("?page=${page % 3 + 1}") }
            shouldThrow<InvalidResponseException> { pagesOf(api) }.message shouldContain "there before"
            // The first one had no query.
            server.requests.map { it.query } shouldContainExactly listOf(null, "page=2", "page=3", "page=1")
            links = { next("") }
            shouldThrow<InvalidResponseException> { pagesOf(api) }
        }

        test("a list that never ends does after its maximum") {
            val pages =
                PageCursor("https://api.example/0", emptySet()) { url, _ ->
                    ApiResponseWithLink.of(url, "<${url.substringAfterLast('/').toInt() + 1}>; rel=next")
                }
            repeat(PageCursor.MAX_PAGES) { pages.next() }
            shouldThrow<InvalidResponseException> { pages.next() }.message shouldContain "10000"
        }

        test("an error ends the pages as it ends a request") {
            val failing = autoClose(ApiServer { respond(if (query == null) 200 else 500, "{}", "Link" to "<?page=2>; rel=next") })
            val calls = ApiClient(failing.origin)
            shouldThrow<ApiException> { calls.pages("items").collect() }.statusCode shouldBe 500
            calls.pages("items") { expectSuccess = false }.take(2).map { it.statusCode }.toList() shouldContainExactly
                listOf(200, 500)
        }

        test("a stream of Java requests a page when it comes to it, and can be closed") {
            threePages()
            val blocking = BlockingApiClient.of(api)
            blocking.pages("items").use { stream -> stream.limit(2).map { it.text }.toList() } shouldContainExactly
                listOf("""{"page":1}""", """{"page":2}""")
            server.requests.size shouldBe 2
            blocking.pages(listOf("items")).parallel().map { it.text }.toList().size shouldBe 3
            blocking.pages("items").close()
            server.requests.size shouldBe 5
        }
    })
