// Tests ApiRequest, ApiResponse, ApiCalls, ApiBody, JsonBody, ApiSender, HttpExchange and BodyReader.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TransportException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.plugins.defaultRequest
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.http.HttpStatusCode
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.isActive
import kotlinx.serialization.Serializable
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

class ApiClientTest :
    FunSpec({
        val server =
            ApiServer {
                val content = if (body.isEmpty()) "{}".toByteArray() else body
                respond(200, content, "Content-Type" to (header("X-Type") ?: "application/json"))
            }
        val other = ApiServer()
        val api = ApiClient("${server.origin}/v1", TokenSource.of("secret-token"))

        afterSpec {
            server.close()
            other.close()
        }

        test("JSON is made of plain values, of serializable objects, and of both") {
            suspend fun sent(configure: ApiRequest.Builder.() -> Unit): String {
                api.post("", configure)
                server.last.header("Content-Type") shouldBe "application/json"
                return server.last.text
            }
            sent { json(mapOf("a" to listOf(1, 2.5, true, "x", null))) } shouldBe """{"a":[1,2.5,true,"x",null]}"""
            sent { json(listOf(1e300, -1.5e-9f, java.math.BigDecimal("1E+3"), Long.MIN_VALUE)) } shouldBe
                "[1.0E300,-1.5E-9,1E+3,-9223372036854775808]"
            sent { json(User("Ada", 36)) } shouldBe """{"name":"Ada","age":36}"""
            sent { json(mapOf("users" to listOf(User("Ada")))) } shouldBe """{"users":[{"name":"Ada"}]}"""
            sent { json(listOf(User("Ada")), ListSerializer(User.serializer())) } shouldBe """[{"name":"Ada"}]"""
            sent { json(mapOf("a" to mapOf("b" to null, "c" to 1))) } shouldBe """{"a":{"c":1}}"""
        }

        test("what cannot be JSON is refused, and nothing is sent") {
            val before = server.requests.size
            val nested = (1..200).fold<Int, Any>("x") { inner, _ -> listOf(inner) }

            val fraction =
                object : Number() {
                    override fun toByte() = 0.toByte()

                    override fun toDouble() = 0.5

                    override fun toFloat() = 0.5f

                    override fun toInt() = 0

                    override fun toLong() = 0L

                    override fun toShort() = 0.toShort()

                    override fun toString() = "1/2"
                }

            listOf(Any(), mapOf(1 to 2), Double.NaN, fraction, nested).forEach { value ->
                shouldThrow<IllegalArgumentException> { api.post { json(value) } }
            }
            shouldThrow<IllegalArgumentException> { api.get { json(1) } }.message shouldContain "no body"
            server.requests.size shouldBe before
        }

        test("a response is read as JSON, as a value, as text and as bytes") {
            val response = api.post { json(mapOf("name" to "Ada", "unknown" to 1)) }

            response.body<User>() shouldBe User("Ada")
            response.body(User.serializer()) shouldBe User("Ada")
            response.json().jsonObject.getValue("name").jsonPrimitive.content shouldBe "Ada"
            response.text shouldBe """{"name":"Ada","unknown":1}"""
            response.bytes.decodeToString() shouldBe response.text
            response.header("CONTENT-TYPE") shouldBe "application/json"
            response.headers.getValue("content-type") shouldBe listOf("application/json")
            response.url shouldBe "${server.origin}/v1"
            "$response" shouldBe "ApiResponse(200)"
        }

        test("a response that is not the expected JSON is refused, without its content") {
            listOf("no JSON, secret", """{"name":["secret"]}""", """{"age":1,"token":"secret"}""").forEach { text ->
                val e = shouldThrow<InvalidResponseException> { api.post { body(text, "text/plain") }.body<User>() }
                e.message shouldContain "POST ${server.origin}/v1"
                e.message shouldNotContain "secret"
                e.cause shouldBe null
            }
            listOf("{", "oops", "<html>", "[1,oops]", "").forEach { text ->
                shouldThrow<InvalidResponseException> { api.post { body("$text ", "text/plain") }.json() }
            }
        }

        test("JSON of 100 levels is read, and a deeper one is refused") {
            suspend fun read(depth: Int) = api.post { body("[".repeat(depth) + "]".repeat(depth), "text/plain") }.json()

            read(100).toString().length shouldBe 200
            shouldThrow<InvalidResponseException> { read(101) }
        }

        test("objects in objects without end are refused, and do not exhaust the stack") {
            suspend fun read(depth: Int) =
                api.post { body("{\"next\":".repeat(depth) + "{}" + "}".repeat(depth), "text/plain") }.body<Chain>()

            read(99).next?.next?.next?.next shouldBe read(95)
            shouldThrow<InvalidResponseException> { read(100_000) }
        }

        test("a long path and query are sent") {
            val text = "a".repeat(20_000)
            val engine = MockEngine { respond("${it.url}") }

            ApiClient("https://api.example.com") { httpClient = HttpClient(engine) }.get("$text?b=$text").text.length shouldBe
                40_027
        }

        test("text is read in the character set that the response names, else in UTF-8") {
            suspend fun text(
                octets: ByteArray,
                type: String,
            ) = api.post { body(octets, "a/b").header("X-Type", type) }.text

            text("\u00e9".toByteArray(Charsets.ISO_8859_1), "text/plain; charset=ISO-8859-1") shouldBe "\u00e9"
            text("\u00e9".toByteArray(), "text/plain; charset=utf-8") shouldBe "\u00e9"
            text("\u00e9".toByteArray(), "text/plain; charset=unknown") shouldBe "\u00e9"
            text("\u00e9".toByteArray(), "nonsense") shouldBe "\u00e9"
            text("\uFEFF{}".toByteArray(), "application/json") shouldBe "{}"
            text(byteArrayOf(0x61, -1), "text/plain; charset=us-ascii") shouldBe "a\uFFFD"
            text(byteArrayOf(-40, 0, 0), "text/plain; charset=utf-16be") shouldBe "\uFFFD"
            text("a".toByteArray(), "text/plain; charset=x-JISAutoDetect") shouldBe "a"
        }

        test("a media type of the caller replaces that of the body, and other headers those of the client") {
            api.patch {
                json(mapOf("a" to 1)).header("content-type", "application/merge-patch+json").header("Accept", "text/csv")
            }
            server.last.header("Content-Type") shouldBe "application/merge-patch+json"
            server.last.header("Accept") shouldBe "text/csv"
            api.get()
            server.last.header("Accept") shouldBe "application/json, */*;q=0.8"
            server.last.header("Accept-Encoding") shouldBe "gzip"
        }

        test("the queries of URL, path and request are one") {
            val client = ApiClient("${server.origin}/v1?version=3")

            client.get("users?active=true") { query("q", "a b&c").query("id", listOf(1, 2)).query("none", null) }
            server.last.target shouldBe "/v1/users?version=3&active=true&q=a%20b%26c&id=1&id=2"
        }

        test("an Authorization header of the caller is left alone, and no token is obtained") {
            val source =
                object : TokenSource {
                    override suspend fun token(rejected: Token?): Token = error("not asked")
                }
            ApiClient(server.origin, source).get { header("authorization", "Basic eDp5") }
            server.last.header("Authorization") shouldBe "Basic eDp5"
        }

        test("a full URL of another origin gets no token, header and cookie of the client, unless its origin is allowed") {
            fun client(configure: ApiClientConfig.Builder.() -> Unit = {}) =
                ApiClient(server.origin, TokenSource.of("secret-token")) {
                    header("X-Key", "secret-key").cookie("session", "secret-cookie")
                    configure()
                }

            client().atUrl("${other.origin}/a?b=c").get()
            other.last.target shouldBe "/a?b=c"
            other.last.headers.toString() shouldNotContain "secret"
            client { origin(other.origin) }.atUrl("${other.origin}/a").get("b")
            other.last.header("Authorization") shouldBe "Bearer secret-token"
            other.last.header("X-Key") shouldBe null
            client().atUrl("${server.origin}/elsewhere").get()
            server.last.header("Authorization") shouldBe "Bearer secret-token"
            server.last.header("X-Key") shouldBe "secret-key"
            shouldThrow<InvalidConfigException> { client().atUrl("/relative") }
        }

        test("a redirect is a response, unless it is to be followed") {
            val from = ApiServer { if (path == "/to") respond(200, "there") else respond(302, "", "Location" to "/to") }
            val to = ApiServer { respond(302, "", "Location" to "${from.origin}/x") }
            from.use {
                to.use {
                    val client = ApiClient(from.origin, TokenSource.of("t")) { cookie("a", "b") }
                    client.get("x").statusCode shouldBe 302
                    client.get("x") { followRedirects = true }.text shouldBe "there"
                    client.stream("x", { followRedirects = true }) { it.url } shouldBe "${from.origin}/to"
                    from.last.header("Authorization") shouldBe "Bearer t"
                    from.last.header("Cookie") shouldBe "a=b"
                    client.post("x") { followRedirects = true }.statusCode shouldBe 302
                    client.atUrl(to.origin).get { followRedirects = true }.text shouldBe "there"
                    to.last.header("Authorization") shouldBe null
                }
            }
        }

        test("a client of the program keeps its plugins and settings, and is not closed") {
            val program =
                HttpClient(
                    MockEngine {
                        respond(
                            "${it.headers["X-Plugin"]}",
                            if (it.url.encodedPath ==
                                "/e"
                            ) {
                                HttpStatusCode.NotFound
                            } else {
                                HttpStatusCode.OK
                            },
                        )
                    },
                ) {
                    expectSuccess = true
                    defaultRequest { header("X-Plugin", "yes") }
                }
            val client = ApiClient("https://api.example.com") { httpClient = program }

            client.get().text shouldBe "yes"
            client.get("e") { expectSuccess = false }.statusCode shouldBe 404
            program.isActive shouldBe true
            program.get("https://api.example.com/").status shouldBe HttpStatusCode.OK
        }

        test("a plugin that sends tokens too leaves them to the client") {
            val sent = mutableListOf<List<String>>()
            val program =
                HttpClient(
                    MockEngine {
                        sent += it.headers.getAll("Authorization").orEmpty()
                        respond("{}")
                    },
                ) {
                    install(AccessTokens) {
                        tokens = TokenSource.of("plugin")
                        origin("https://api.example.com")
                    }
                }

            ApiClient("https://api.example.com", TokenSource.of("client")) { httpClient = program }.get()
            sent shouldBe listOf(listOf("Bearer client"))
        }

        test("a response of the maximum size is read, and a larger one is refused") {
            val client = ApiClient(server.origin) { maxResponseBytes = 10 }

            client.post { body("1234567890", "text/plain") }.text shouldBe "1234567890"
            shouldThrow<InvalidResponseException> { client.post { body("12345678901", "text/plain") } }.message shouldContain
                "10 bytes"
        }

        test("a request that is cancelled ends at once") {
            val asked = CompletableDeferred<Unit>()
            val program =
                HttpClient(
                    MockEngine {
                        asked.complete(Unit)
                        awaitCancellation()
                    },
                )
            coroutineScope {
                val work = async { ApiClient("https://api.example.com") { httpClient = program }.get() }
                asked.await()
                work.cancelAndJoin()
                work.isCancelled shouldBe true
            }
        }

        test("a server that cannot be reached is a fault of the transport") {
            val closed = ApiServer().also { it.close() }

            shouldThrow<TransportException> { ApiClient(closed.origin).get() }.fault shouldBe
                TransportException.Fault.CONNECTION_REFUSED
        }

        test("methods, timeouts and retries that cannot work are refused") {
            listOf("CONNECT", "trace", "a b", "").forEach { method ->
                shouldThrow<IllegalArgumentException> { api.request(method) }
            }
            shouldThrow<IllegalArgumentException> { api.get { method("POST") } }
            shouldThrow<IllegalArgumentException> { api.get { timeout = kotlin.time.Duration.ZERO } }
            shouldThrow<IllegalArgumentException> { api.get { retries = 21 } }
            shouldThrow<IllegalArgumentException> { api.post { body("x", "no type") } }
        }
    })

@Serializable
private data class Chain(
    val next: Chain? = null,
)

@Serializable
private data class User(
    val name: String,
    val age: Int? = null,
)
