package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import kotlin.time.Duration.Companion.seconds

/** The behaviours of requests_oauth2client's `ApiClient`, by the names of its tests. */
class ModelApiClientTest :
    FunSpec({
        val server = ApiServer { if (path.endsWith("/fail")) respond(400, """{"status":"error"}""") else respond(200, "{}") }
        val root = "${server.origin}/resource"
        val api = ApiClient(root, TokenSource.of("access_token"))

        afterSpec { server.close() }

        suspend fun checkToken(
            method: String,
            send: suspend (String) -> ApiResponse,
        ) {
            send("/target/path").isSuccess shouldBe true
            server.last.method shouldBe method
            server.last.target shouldBe "/resource/target/path"
            server.last.header("Authorization") shouldBe "Bearer access_token"
        }

        test("session_at_init: the HTTP client of the program is used") {
            val client = HttpClient(MockEngine { respond("mine") })

            ApiClient("https://test.example") { httpClient = client }.get().text shouldBe "mine"
        }

        test("get") { checkToken("GET") { api.get(it) } }
        test("post") { checkToken("POST") { api.post(it) } }
        test("patch") { checkToken("PATCH") { api.patch(it) } }
        test("put") { checkToken("PUT") { api.put(it) } }
        test("delete") { checkToken("DELETE") { api.delete(it) } }
        test("head, and any other method") {
            checkToken("HEAD") { api.head(it) }
            checkToken("OPTIONS") { api.request("OPTIONS", it) }
        }

        test("fail: an error is thrown") {
            val e = shouldThrow<ApiException> { api.get("fail") }
            e.statusCode shouldBe 400
            e.body shouldBe """{"status":"error"}"""
            server.last.header("Authorization") shouldBe "Bearer access_token"
        }

        test("url_as_bytes: octets are segments in UTF-8") {
            api.get(listOf("foo".toByteArray(), "bar".toByteArray()))
            server.last.path shouldBe "/resource/foo/bar"
        }

        test("url_as_iterable: anything printable is a segment") {
            val unprintable =
                object {
                    override fun toString(): String = error("no text")
                }
            api.get(listOf("resource", "1234", "foo"))
            server.last.path shouldBe "/resource/resource/1234/foo"
            api.get(listOf("resource", "1234".toByteArray(), 5678, "/foo"))
            server.last.path shouldBe "/resource/resource/1234/5678/%2Ffoo"
            shouldThrow<IllegalArgumentException> { api.get(listOf("resource", unprintable)) }
        }

        test("raise_for_status: by client, and by request") {
            val lenient = ApiClient(root) { expectSuccess = false }

            lenient.get("fail").statusCode shouldBe 400
            shouldThrow<ApiException> { lenient.get("fail") { expectSuccess = true } }
            shouldThrow<ApiException> { lenient.get("fail").orThrow() }
            shouldThrow<ApiException> { api.get("fail") }
            api.get("fail") { expectSuccess = false }.isSuccess shouldBe false
        }

        test("other_api: a path that is another URL is refused, and nothing is sent") {
            val before = server.requests.size

            shouldThrow<IllegalArgumentException> { api.get("https://other.example/somethingelse") }
            shouldThrow<IllegalArgumentException> { api.get("${server.origin}/resource") }
            server.requests.size shouldBe before
        }

        test("additional_kwargs: settings of the client") {
            ApiClient(root) { timeout = 10.seconds }.config.timeout shouldBe 10.seconds
        }

        test("none_fields: null is left out, or sent, or sent as empty text") {
            val fields = mapOf("foo" to "bar", "none" to null)

            suspend fun sent(nulls: NullFields): List<String> {
                val client = ApiClient(root) { this.nulls = nulls }
                client.post { json(fields) }
                val json = server.last.text
                client.post { form(fields) }
                return listOf(json, server.last.text)
            }

            ApiClient(root).config.nulls shouldBe NullFields.EXCLUDE
            sent(NullFields.EXCLUDE) shouldBe listOf("""{"foo":"bar"}""", "foo=bar")
            sent(NullFields.INCLUDE) shouldBe listOf("""{"foo":"bar","none":null}""", "foo=bar")
            sent(NullFields.EMPTY) shouldBe listOf("""{"foo":"bar","none":""}""", "foo=bar&none=")
        }

        test("bool_fields: the text of booleans in query and form, by client and by request") {
            val fields = mapOf("foo" to "bar", "true" to true, "false" to false)

            suspend fun sent(
                client: ApiClient,
                more: ApiRequest.Builder.() -> Unit = {},
            ): Set<String?> {
                client.post { query(fields).form(fields).apply(more) }
                return setOf(server.last.query, server.last.text)
            }

            sent(ApiClient(root)) shouldBe setOf("foo=bar&true=true&false=false")
            sent(ApiClient(root)) { booleans("OK", "KO") } shouldBe setOf("foo=bar&true=OK&false=KO")
            sent(ApiClient(root) { booleans("yes", "no") }) shouldBe setOf("foo=bar&true=yes&false=no")
            sent(ApiClient(root) { booleans("1", "0") }) shouldBe setOf("foo=bar&true=1&false=0")
        }

        test("getattr and getitem: clients of resources below") {
            api["foo"].post()
            server.last.path shouldBe "/resource/foo"
            server.last.header("Authorization") shouldBe "Bearer access_token"
            api["users"][1234].get("notes")
            server.last.path shouldBe "/resource/users/1234/notes"
            val user = api.at("users", 1234)
            user.url shouldBe "$root/users/1234"
            user.get()
            user.delete()
            server.last.path shouldBe "/resource/users/1234"
        }

        test("cookies_and_headers: of the client, and its user agent") {
            val client =
                ApiClient(root) {
                    cookie("cookie1", "value1").cookie("cookie2", "value2")
                    header("header1", "value1").header("header2", "value2")
                    userAgent = "My User Agent"
                }

            client.get { header("header2", "other").cookie("cookie2", "other") }
            server.last.header("Cookie") shouldBe "cookie1=value1; cookie2=other"
            server.last.header("header1") shouldBe "value1"
            server.last.header("header2") shouldBe "other"
            server.last.header("User-Agent") shouldBe "My User Agent"
        }
    })
