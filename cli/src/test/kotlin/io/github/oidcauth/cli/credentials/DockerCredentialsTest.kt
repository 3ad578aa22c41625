// Tests JsonRequest.
package io.github.oidcauth.cli.credentials

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class DockerCredentialsTest : FunSpec({
    test("the request of get is the registry alone, with blanks around it") {
        DockerCredentials.registryIn(" https://registry.example.com/v1/\n") shouldBe "https://registry.example.com/v1/"
        listOf("", " \n").forEach {
            shouldThrow<InvalidHelperRequestException> { DockerCredentials.registryIn(it) }.message shouldBe
                "no credentials server URL"
        }
    }

    test("the request of store has a registry and a user name") {
        DockerCredentials.storedRegistryIn("""{"ServerURL":"registry.example.com","Username":"u","Secret":"s"}""") shouldBe
            "registry.example.com"
        mapOf(
            "{}" to "no credentials server URL",
            """{"ServerURL":"","Username":"u"}""" to "no credentials server URL",
            """{"ServerURL":1,"Username":"u"}""" to "no credentials server URL",
            """{"ServerURL":"r"}""" to "no credentials username",
            """{"ServerURL":"r","Username":"","Secret":"s"}""" to "no credentials username",
            "Secret" to "The request of Docker is not a JSON object.",
        ).forEach { (text, message) ->
            withClue(text) {
                shouldThrow<InvalidHelperRequestException> { DockerCredentials.storedRegistryIn(text) }.message shouldBe message
            }
        }
    }

    test("the response has the names of the registry, the user and the token") {
        DockerCredentials.found("registry.example.com", "<token>", PresentedToken("a.b.c", null)).toString() shouldBe
            """{"ServerURL":"registry.example.com","Username":"<token>","Secret":"a.b.c"}"""
        DockerCredentials.list(listOf("https://a.example", "https://b.example"), "u").toString() shouldBe
            """{"https://a.example":"u","https://b.example":"u"}"""
        DockerCredentials.list(emptyList(), "u").toString() shouldBe "{}"
    }
})
