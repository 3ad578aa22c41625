package io.github.oidcauth.sample.apis

import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.sample.oauth2.tokenForBadge
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files

/** Runs the samples that call an API. */
class ApiSamplesTest :
    FunSpec({
        val server = SampleServer.start()
        val url = "${server.url}/api"
        val client = OAuth2Client("${server.issuer}/oauth2/token", SampleClients.SERVICE, SampleClients.SECRET)
        val tokens = client.tokenSource(ClientCredentialsGrant("read"))
        afterSpec { server.close() }

        test("the client of this library sends a token") {
            callWithApiClient(url, tokens) shouldContain "Water the plants"
        }

        test("Ktor's client sends a token") {
            callWithKtor(url, tokens) shouldContain "Water the plants"
        }

        test("OkHttp sends a token") {
            callWithOkHttp(url, tokens) shouldContain "Water the plants"
        }

        test("the client of the JDK sends a token") {
            callWithJdk(url, tokens) shouldContain "Water the plants"
        }

        test("notes are added, found, listed and removed") {
            val notes = Notes(ApiClient(url, client.tokenSource(ClientCredentialsGrant("read write"))))
            val note = notes.add("Sleep")
            notes.find(checkNotNull(note.id)) shouldBe note
            notes.all() shouldContain note
            notes.remove(checkNotNull(note.id))
            notes.all().map { it.text } shouldBe
                listOf("Water the plants", "Call Bob", "Order coffee", "Renew the passport", "Read a book")
        }

        test("a program learns the scope that it lacks, and why a request was refused") {
            addOrReason(Notes(ApiClient(url, tokens)), "Sleep") shouldBe "needs the scope write"
            val writing = Notes(ApiClient(url, client.tokenSource(ClientCredentialsGrant("write"))))
            addOrReason(writing, " ") shouldBe "not added: Send an object with a text."
        }

        test("processes share the tokens of a service") {
            val file = Files.createTempDirectory("apis").resolve("tokens.json")
            val first = sharedTokens(client, file).token()
            sharedTokens(client, file).token() shouldBe first
        }

        test("a token for another API is exchanged for that of a user") {
            val user = tokenForBadge(client, "4711")
            tokensOnBehalfOf(client, user.accessToken).token().scope shouldBe "read"
        }
    })
