// Tests WellKnownUrls.
package io.github.oidcauth.internal.metadata

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TransportException
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.io.IOException

class DiscoveryTest :
    FunSpec({
        fun bench(vararg documents: Pair<String, String>) =
            ClientBench { request ->
                documents.toMap()[request.url]?.let { ScriptedResponse(it) } ?: ScriptedResponse("", 404)
            }

        suspend fun ClientBench.discover(
            issuer: String,
            check: IssuerCheck = IssuerCheck.Exact,
        ) = Discovery(transport, allowInsecureHttp = false).discover(issuer, check)

        fun document(issuer: String) = """{"issuer":"$issuer","token_endpoint":"https://as.example/token"}"""

        test("OpenID Connect's place comes first, below the issuer's path") {
            val bench = bench("https://as.example/t1/.well-known/openid-configuration" to document("https://as.example/t1"))

            bench.discover("https://as.example/t1").tokenEndpoint shouldBe "https://as.example/token"
            bench.requests shouldHaveSize 1
        }

        test("RFC 8414's places are tried next, before the issuer's path") {
            val bench = bench()

            shouldThrow<HttpException> { bench.discover("https://as.example/t1") }.statusCode shouldBe 404
            bench.requests.map { it.url } shouldContainExactly
                listOf(
                    "https://as.example/t1/.well-known/openid-configuration",
                    "https://as.example/.well-known/oauth-authorization-server/t1",
                    "https://as.example/.well-known/openid-configuration/t1",
                )
        }

        test("a document with a query is requested with it, and nowhere else") {
            val place = "https://as.example/t1/.well-known/openid-configuration"
            val url = "$place?appid=a&p=b"
            val bench = bench(place to document("https://as.example/t1"))

            bench.discover(url).issuer shouldBe "https://as.example/t1"
            bench.requests.map { it.url to it.query } shouldContainExactly
                listOf(place to mapOf("appid" to listOf("a"), "p" to listOf("b")))

            val missing = bench()
            shouldThrow<HttpException> { missing.discover(url) }
            missing.requests shouldHaveSize 1
            shouldThrow<InvalidResponseException> { bench(place to document("https://evil.example")).discover(url) }
        }

        test("an issuer has no query, and a document no fragment") {
            listOf(
                "https://as.example/t1?p=b",
                "https://as.example?p=/.well-known/openid-configuration",
                "https://as.example/.well-known/openid-configuration#a",
                "https://as.example/.well-known/openid-configuration?p=b#a",
            ).forEach { withClue(it) { shouldThrow<InvalidConfigException> { bench().discover(it) } } }
        }

        test("a document anywhere is found if the caller names its issuer, and believed for no other") {
            val url = "https://as.example/metadata.json"
            val named = IssuerCheck.Named("https://login.example")

            bench(url to document("https://login.example")).discover(url, named).issuer shouldBe "https://login.example"
            shouldThrow<InvalidResponseException> { bench(url to document("https://evil.example")).discover(url, named) }
            shouldThrow<HttpException> { bench(url to document("https://login.example")).discover(url) }
        }

        test("an OAuth server without OpenID Connect is found") {
            val bench = bench("https://as.example/.well-known/oauth-authorization-server" to document("https://as.example"))

            bench.discover("https://as.example").issuer shouldBe "https://as.example"
        }

        /** Responses of servers at places without metadata, with the words in the error for each. */
        val misses =
            listOf(
                Triple("status 400", ScriptedResponse("", 400), "status 400"),
                Triple("status 403", ScriptedResponse("<html>", 403, mediaType = "text/html"), "status 403"),
                Triple("status 404", ScriptedResponse("""{"error":"not_found"}""", 404), "status 404"),
                Triple("status 418", ScriptedResponse("", 418), "status 418"),
                Triple("status 429", ScriptedResponse("", 429), "status 429"),
                Triple("status 500", ScriptedResponse("", 500), "status 500"),
                Triple("status 503", ScriptedResponse("", 503), "status 503"),
                Triple(
                    "a redirect",
                    ScriptedResponse("", 302, headers = listOf("Location" to "https://portal.example/login")),
                    "status 302, a redirect to https://portal.example/login",
                ),
                Triple("a redirect to nowhere", ScriptedResponse("", 301), "status 301"),
                Triple("nothing", ScriptedResponse("", 204), "an empty response"),
                Triple("blanks", ScriptedResponse(" \n"), "an empty response"),
                Triple("a page", ScriptedResponse("<html>", mediaType = "text/html; charset=utf-8"), "a web page"),
                Triple("a page that says it is JSON", ScriptedResponse("\n<!doctype html>"), "a web page"),
                Triple(
                    "a response that is too large",
                    ScriptedResponse("<".repeat((1 shl 20) + 1)),
                    "a response that cannot be read",
                ),
                Triple("text", ScriptedResponse("ok", mediaType = "text/plain"), "a response that is not JSON"),
                Triple("an array", ScriptedResponse("[]"), "JSON that is not an object"),
                Triple("null", ScriptedResponse("null"), "a response that is not JSON"),
                Triple("another object", ScriptedResponse("""{"status":"up"}"""), "JSON that names no issuer"),
                Triple(
                    "an error with a status of success",
                    ScriptedResponse.error("not_found", 200),
                    "JSON that names no issuer",
                ),
                Triple("an empty issuer", ScriptedResponse("""{"issuer":""}"""), "JSON that names no issuer"),
                Triple("an issuer that is null", ScriptedResponse("""{"issuer":null}"""), "JSON that names no issuer"),
                Triple("an issuer that is a number", ScriptedResponse("""{"issuer":7}"""), "JSON that names no issuer"),
            )
        val places =
            listOf(
                "https://as.example/t1/.well-known/openid-configuration",
                "https://as.example/.well-known/oauth-authorization-server/t1",
                "https://as.example/.well-known/openid-configuration/t1",
            )

        misses.forEach { (what, miss, words) ->
            test("$what at one place sends to the next") {
                places.drop(1).forEach { place ->
                    val bench = ClientBench { if (it.url == place) ScriptedResponse(document("https://as.example/t1")) else miss }

                    bench.discover("https://as.example/t1").issuer shouldBe "https://as.example/t1"
                    bench.requests.last().url shouldBe place
                }
            }

            test("$what at each place is named in the error, with the place") {
                val bench = ClientBench { miss }

                val failure = shouldThrow<AuthException> { bench.discover("https://as.example/t1") }

                bench.requests.map { it.url } shouldContainExactly places
                places.forEach { failure.message shouldContain "$it: $words" }
                failure.statusCode shouldBe if (what == "a response that is too large") 200 else miss.status
            }
        }

        test("a document is known by what is in it, not by its media type") {
            listOf("text/html", "text/plain", "application/octet-stream").forEach { type ->
                val bench = ClientBench { ScriptedResponse(document("https://as.example"), mediaType = type) }

                bench.discover("https://as.example").issuer shouldBe "https://as.example"
                bench.requests shouldHaveSize 1
            }
        }

        test("a document may begin with a byte order mark") {
            ClientBench {
                ScriptedResponse("\uFEFF" + document("https://as.example"))
            }.discover("https://as.example").issuer shouldBe
                "https://as.example"
        }

        test("a server that is not reached is not asked at other places") {
            val bench = ClientBench { throw IOException("gone") }

            shouldThrow<TransportException> { bench.discover("https://as.example") }
            bench.requests.map { it.url }.distinct() shouldHaveSize 1
        }

        test("a server in trouble is told apart from a wrong issuer") {
            suspend fun failure(status: Int) =
                shouldThrow<HttpException> { ClientBench { ScriptedResponse("", status) }.discover("https://as.example") }.message

            failure(499) shouldContain "the right path?"
            failure(500) shouldContain "Try again later"
        }

        test("another issuer's metadata at the first place are a refusal, whatever the next place has") {
            val bench =
                ClientBench {
                    val named = if (it.url == places.first()) "https://evil.example" else "https://as.example/t1"
                    ScriptedResponse(document(named))
                }

            shouldThrow<InvalidResponseException> { bench.discover("https://as.example/t1") }.message shouldContain "evil.example"
            bench.requests shouldHaveSize 1
        }

        listOf(
            "https://as.example/.well-known/openid-configuration" to listOf("https://as.example", "https://as.example/"),
            "https://as.example/.well-known/oauth-authorization-server" to listOf("https://as.example", "https://as.example/"),
            "https://as.example/t1/.well-known/openid-configuration" to listOf("https://as.example/t1", "https://as.example/t1/"),
            "https://as.example/t1/.well-known/oauth-authorization-server" to listOf("https://as.example/t1"),
            "https://as.example/.well-known/oauth-authorization-server/t1" to
                listOf("https://as.example/t1", "https://as.example/t1/"),
            "https://as.example/.well-known/openid-configuration/t1" to listOf("https://as.example/t1"),
        ).forEach { (url, issuers) ->
            test("the URL of the document $url is taken, for the issuer that it belongs to") {
                issuers.forEach { issuer ->
                    val bench = bench(url to document(issuer))

                    bench.discover(url).issuer shouldBe issuer
                    bench.requests.map { it.url } shouldContainExactly listOf(url)
                }
            }

            test("the document $url of an issuer at another place is refused") {
                listOf(
                    "https://as.example/t2",
                    "https://as.example/T1",
                    "https://as.example//",
                    "https://as.example:443",
                    "https://evil.example",
                    "http://as.example",
                    url,
                ).forEach { named ->
                    shouldThrow<InvalidResponseException> { bench(url to document(named)).discover(url) }
                }
            }
        }

        test("an issuer by itself is not the one with a final slash, though both have one document") {
            val place = "https://as.example/.well-known/openid-configuration"

            shouldThrow<InvalidResponseException> {
                bench(place to document("https://as.example/")).discover("https://as.example")
            }
            shouldThrow<InvalidResponseException> {
                bench(place to document("https://as.example")).discover("https://as.example/")
            }
        }

        test("a document that is not where its URL says is looked for at the other places of its issuer") {
            val bench = bench("https://as.example/.well-known/oauth-authorization-server/t1" to document("https://as.example/t1"))

            bench.discover("https://as.example/t1/.well-known/openid-configuration").issuer shouldBe "https://as.example/t1"
        }

        listOf(
            "https://as.example/",
            "https://AS.example",
            "https://as.example:443",
            "https://evil.example",
        ).forEach { named ->
            test("metadata that name '$named' are not those of https://as.example") {
                val bench = bench("https://as.example/.well-known/openid-configuration" to document(named))

                shouldThrow<InvalidResponseException> { bench.discover("https://as.example") }.message shouldContain "issuer"
            }
        }

        test("an issuer with a final slash is kept as it is, and found") {
            val bench = bench("https://as.example/t1/.well-known/openid-configuration" to document("https://as.example/t1/"))

            bench.discover("https://as.example/t1/").issuer shouldBe "https://as.example/t1/"
        }

        test("metadata without issuer are nobody's") {
            val bench = bench("https://as.example/.well-known/openid-configuration" to "{}")

            shouldThrow<InvalidResponseException> { bench.discover("https://as.example") }
        }

        test("another issuer passes when the caller names it") {
            val bench =
                bench("https://b2c.example/t/p/v2.0/.well-known/openid-configuration" to document("https://b2c.example/1/v2.0/"))

            val metadata = bench.discover("https://b2c.example/t/p/v2.0", IssuerCheck.Named("https://b2c.example/1/v2.0/"))

            metadata.issuer shouldBe "https://b2c.example/1/v2.0/"
            shouldThrow<InvalidResponseException> {
                bench.discover("https://b2c.example/t/p/v2.0", IssuerCheck.Named("https://other.example"))
            }
        }

        test("a template passes when it is the one that the caller names") {
            val template = "https://login.example/{tenantid}/v2.0"
            val bench = bench("https://login.example/common/v2.0/.well-known/openid-configuration" to document(template))

            bench.discover("https://login.example/common/v2.0", IssuerCheck.Template(template)).issuer shouldBe template
        }

        listOf(
            "as.example",
            "ftp://as.example",
            "https://as.example?x",
            "https://as.example#x",
            "https://u@as.example",
            "https://",
            "http://as.example",
            "http://as.example/.well-known/openid-configuration",
            "https://as.example/.well-known/openid-configuration?p=policy#x",
            "/.well-known/openid-configuration",
            "https://idp.example/.well-known/oauth-authorization-server/.well-known/openid-configuration",
            "https://idp.example/.well-known/openid-configuration/.well-known/openid-configuration/tenant",
            "",
        )
            .forEach { issuer ->
                test("'$issuer' is no issuer") {
                    val bench = bench()

                    shouldThrow<InvalidConfigException> { bench.discover(issuer) }
                    bench.requests shouldHaveSize 0
                }
            }

        test("an issuer on this machine may be http") {
            val bench = bench("http://127.0.0.1:8080/.well-known/openid-configuration" to document("http://127.0.0.1:8080"))

            bench.discover("http://127.0.0.1:8080").issuer shouldBe "http://127.0.0.1:8080"
        }
    })
