package io.github.oidcauth.sample.server

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class NotesApiTest :
    FunSpec({
        val server = SampleServer.start()
        val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
        val plain = PlainClient(server.url)
        afterSpec { server.close() }

        fun bearer(scope: String) =
            "Bearer " + service.token("client_credentials", "scope" to scope)["access_token"]

        test("notes are listed page by page, each page with a link to the next") {
            val first = plain.get("/api/notes", bearer("read"))
            first.json.findValuesAsString("text") shouldBe listOf("Water the plants", "Call Bob")
            first.header("Link") shouldBe "<${server.url}/api/notes?page=2>; rel=\"next\""

            plain.get("/api/notes?page=3", bearer("read")).header("Link").shouldBeNull()
            plain.get("/api/notes?page=9", bearer("read")).body shouldBe "[]"
        }

        test("a note is added, found, removed, and then missing") {
            val added = plain.postJson("/api/notes", """{"text":"Sleep"}""", bearer("write"))
            added.status shouldBe 201
            val path = added.header("Location")!!.removePrefix(server.url)

            plain.get(path, bearer("read"))["text"] shouldBe "Sleep"
            plain.postJson(path, "", bearer("write"), method = "DELETE").status shouldBe 204
            val missing = plain.get(path, bearer("read"))
            missing.status shouldBe 404
            missing.header("Content-Type") shouldBe "application/problem+json"
            missing["title"] shouldBe "No such note"
        }

        test("the challenge to a request without a token has the scheme alone") {
            val refused = plain.get("/api/notes")
            refused.status shouldBe 401
            refused.header("WWW-Authenticate") shouldBe "Bearer"
        }

        test("an invalid token is refused as such") {
            val refused = plain.get("/api/notes", "Bearer nonsense")
            refused.status shouldBe 401
            refused.header("WWW-Authenticate") shouldBe "Bearer error=\"invalid_token\""
        }

        test("a token without the scope is refused with the scope that is missing") {
            val refused = plain.postJson("/api/notes", """{"text":"Sleep"}""", bearer("read"))
            refused.status shouldBe 403
            refused.header("WWW-Authenticate") shouldBe "Bearer error=\"insufficient_scope\", scope=\"write\""
        }

        test("a note without text is a problem") {
            val refused = plain.postJson("/api/notes", "{}", bearer("write"))
            refused.status shouldBe 422
            refused["detail"] shouldBe "Send an object with a text."
        }
    })
