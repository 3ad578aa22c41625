package io.github.oidcauth.internal.openid

import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ScriptedAnswer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class DiscoveryTest :
    FunSpec({
        fun bench(vararg documents: Pair<String, String>) =
            ClientBench { request ->
                documents.toMap()[request.url]?.let { ScriptedAnswer(it) } ?: ScriptedAnswer("", 404)
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

        test("an OAuth server without OpenID Connect is found") {
            val bench = bench("https://as.example/.well-known/oauth-authorization-server" to document("https://as.example"))

            bench.discover("https://as.example").issuer shouldBe "https://as.example"
        }

        test("a page for people in the first place is none for programs, and does not hide the second") {
            val page = ScriptedAnswer("<html>", mediaType = "text/html; charset=utf-8")
            val second = "https://as.example/.well-known/oauth-authorization-server"
            val bench = ClientBench { if (it.url == second) ScriptedAnswer(document("https://as.example")) else page }
            val pages = ClientBench { page }

            bench.discover("https://as.example").issuer shouldBe "https://as.example"
            shouldThrow<HttpException> { pages.discover("https://as.example") }.message shouldContain "a page for people"
        }

        test("a server in trouble is not asked at other places") {
            val bench = ClientBench { ScriptedAnswer("", 503) }

            shouldThrow<HttpException> { bench.discover("https://as.example") }.statusCode shouldBe 503
            bench.requests shouldHaveSize 1
        }

        listOf(
            "https://as.example/",
            "https://AS.example",
            "https://as.example:443",
            "https://evil.example",
            "",
        ).forEach { named ->
            test("metadata that name '$named' are not those of https://as.example") {
                val bench = bench("https://as.example/.well-known/openid-configuration" to document(named))

                shouldThrow<UntrustedAnswerException> { bench.discover("https://as.example") }.message shouldContain "issuer"
            }
        }

        test("an issuer with a final slash is kept as it is, and found") {
            val bench = bench("https://as.example/t1/.well-known/openid-configuration" to document("https://as.example/t1/"))

            bench.discover("https://as.example/t1/").issuer shouldBe "https://as.example/t1/"
        }

        test("metadata without issuer are nobody's") {
            val bench = bench("https://as.example/.well-known/openid-configuration" to "{}")

            shouldThrow<UntrustedAnswerException> { bench.discover("https://as.example") }
        }

        test("another issuer passes when the caller names it") {
            val bench =
                bench("https://b2c.example/t/p/v2.0/.well-known/openid-configuration" to document("https://b2c.example/1/v2.0/"))

            val metadata = bench.discover("https://b2c.example/t/p/v2.0", IssuerCheck.Named("https://b2c.example/1/v2.0/"))

            metadata.issuer shouldBe "https://b2c.example/1/v2.0/"
            shouldThrow<UntrustedAnswerException> {
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
