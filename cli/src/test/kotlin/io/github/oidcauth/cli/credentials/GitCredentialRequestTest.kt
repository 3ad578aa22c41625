package io.github.oidcauth.cli.credentials

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

internal class GitCredentialRequestTest : FunSpec({
    fun request(text: String) = GitCredentialRequest.parse(text.toByteArray())

    test("the request of git 2.39 is read") {
        val request = request("protocol=https\nhost=git.example.com:8443\nusername=j\u00fcrgen\n")
        request.server shouldBe ServerAddress(true, "git.example.com", 8443)
        request.username shouldBe "j\u00fcrgen"
        request.acceptsScheme shouldBe false
        request.challenges shouldBe emptyList()
        request.password shouldBe null
        request.credential shouldBe null
    }

    test("the request of git 2.46 is read, and an empty value empties a list") {
        val request =
            request(
                "capability[]=authtype\ncapability[]=state\nprotocol=https\nhost=git.example.com\n" +
                    "wwwauth[]=Negotiate\nwwwauth[]=\nwwwauth[]=Basic realm=\"a=b\"\nwwwauth[]=Bearer\nfuture=1\nfuture[]=2\n\nignored\n",
            )
        request.acceptsScheme shouldBe true
        request.challenges shouldContainExactly listOf("Basic realm=\"a=b\"", "Bearer")
        request("capability[]=authtype\ncapability[]=\n").acceptsScheme shouldBe false
        request("capability=authtype\n").acceptsScheme shouldBe false
    }

    test("a value may contain equals signs, and be empty") {
        request("password=a=b=\n").password shouldBe "a=b="
        request("password=").password shouldBe ""
        request("").server shouldBe null
    }

    test("attributes that a URL has inserted are refused") {
        listOf(
            // https://evil.example?%0ahost=git.example.com (CVE-2020-5260)
            "protocol=https\nhost=evil.example\nhost=git.example.com\n",
            "protocol=https\nprotocol=https\nhost=git.example.com\n",
            "username=a\nusername=b\nprotocol=https\nhost=git.example.com\n",
            // A carriage return ends a line for some helpers (CVE-2024-52006).
            "protocol=https\nhost=evil.example\rhost=git.example.com\n",
            "protocol=https\r\nhost=git.example.com\r\n",
            "protocol=https\nhost=git.example.com\u0000.evil.example\n",
            "protocol=https\nhost\n",
            "=https\n",
            "https\n",
        ).forEach { text ->
            val error = withClue(text) { shouldThrow<InvalidHelperRequestException> { request(text) } }
            error.message shouldNotContain "evil"
        }
    }

    test("a host that is not written plainly is no server") {
        listOf(
            "protocol=https\n",
            "host=git.example.com\n",
            "protocol=https\nhost=\n",
            "protocol=\nhost=git.example.com\n",
            "protocol=ssh\nhost=git.example.com\n",
            "protocol=https\nhost=user@git.example.com\n",
            "protocol=https\nhost=git.example.com/x\n",
            "protocol=https\nhost=git.example.com evil.example\n",
            "protocol=https\nhost=git.example.com\u00a0\n",
            "protocol=https\n\nhost=git.example.com\n",
        ).forEach { text -> withClue(text) { request(text).server shouldBe null } }
    }

    test("every octet is read, and none is shown") {
        val octets = ByteArray(256) { it.toByte() }.filter { it.toInt() !in setOf(0, 10, 13) }.toByteArray()
        val request = GitCredentialRequest.parse("path=".toByteArray() + octets + "\npassword=secret\n".toByteArray())
        request.password shouldBe "secret"
        request.toString() shouldBe "GitCredentialRequest(null)"
    }
})
