package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** Problem details and links of the responses of a loopback API. */
class ApiProblemsTest :
    FunSpec({
        val problem = """{"type":"/probs/credit","title":"No credit","detail":"30 of 50","balance":30}"""
        var type = "application/problem+json"
        val server = ApiServer {
            respond(
                403,
                problem,
                "Content-Type" to type,
                "Link" to "</help>; rel=help",
                "Link" to "<a>; rel=next",
            )
        }
        val api = ApiClient("${server.origin}/v1")

        afterSpec { server.close() }

        test("an error has its problem, and its words are in the message") {
            type = "application/problem+json; charset=utf-8"
            val e = shouldThrow<ApiException> { api.get("items") }
            e.problem.shouldNotBeNull().title shouldBe "No credit"
            e.problem?.type shouldBe "${server.origin}/probs/credit"
            e.message shouldContain "No credit: 30 of 50"
            api.get("items") { expectSuccess = false }.problem shouldBe e.problem
        }

        test("JSON of another media type is no problem") {
            type = "application/json"
            shouldThrow<ApiException> { api.get("items") }.problem.shouldBeNull()
            api.get("items") { expectSuccess = false }.problem.shouldBeNull()
            ApiException("for a test", 404).problem.shouldBeNull()
        }

        test("the links of all headers are resolved against the URL of the request") {
            val response = api.get("items") { expectSuccess = false }
            response.links.map { it.url } shouldContainExactly listOf("${server.origin}/help", "${server.origin}/v1/a")
            response.links.single { it.hasRelation("next") }.relations shouldContainExactly listOf("next")
            ApiServer().use { plain -> ApiClient(plain.origin).get().links.shouldBeEmpty() }
        }
    })
