// Tests JsonRequest.
package io.github.oidcauth.cli.credentials

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Instant

internal class ExecCredentialTest : FunSpec({
    fun request(
        version: String,
        spec: String = """{"interactive":true}""",
    ) = """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/$version","spec":$spec}"""

    val token = PresentedToken("a.b.c", Instant.parse("2026-11-30T20:00:00.9Z"))

    listOf("v1", "v1beta1").forEach { version ->
        test("a request of $version gets a response of $version, with the expiry in RFC 3339") {
            ExecCredential.parse(request(version)).response(token).toString() shouldBe
                """{"apiVersion":"client.authentication.k8s.io/$version","kind":"ExecCredential",""" +
                """"status":{"expirationTimestamp":"2026-11-30T20:00:00Z","token":"a.b.c"}}"""
        }
    }

    test("a token without a known expiry has none in the response, and no request is one of v1") {
        listOf(null, "", " ").forEach { text ->
            val request = ExecCredential.parse(text)
            request.isInteractive shouldBe null
            request.server shouldBe null
            request.response(PresentedToken("a", null)).toString() shouldBe
                """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"a"}}"""
        }
    }

    test("the request says if the plugin may use the terminal") {
        ExecCredential.parse(request("v1")).isInteractive shouldBe true
        ExecCredential.parse(request("v1", """{"interactive":false}""")).isInteractive shouldBe false
        listOf("{}", "null", "[]", """{"interactive":"true"}""", """{"interactive":null}""").forEach { spec ->
            withClue(spec) { ExecCredential.parse(request("v1beta1", spec)).isInteractive shouldBe null }
        }
    }

    test("the request names the API server if it is to") {
        fun server(cluster: String) = ExecCredential.parse(request("v1", """{"cluster":$cluster}""")).server
        server("""{"server":"https://k8s.example.com:6443/base","config":{"audience":["a"]}}""") shouldBe
            ServerAddress(true, "k8s.example.com", 6443)
        listOf("null", "{}", """{"server":1}""", """{"server":"https://a@b"}""").forEach {
            withClue(it) { server(it) shouldBe null }
        }
    }

    test("a request of another version is refused, with the version to write") {
        listOf("v1alpha1", "v2", "V1", "v1/", "").forEach { version ->
            val error =
                withClue(version) { shouldThrow<InvalidHelperRequestException> { ExecCredential.parse(request(version)) } }
            error.message shouldContain "Write `apiVersion: client.authentication.k8s.io/v1` below `exec:` in the kubeconfig."
        }
        val other = """{"kind":"Pod","apiVersion":"client.authentication.k8s.io/v1"}"""
        shouldThrow<InvalidHelperRequestException> { ExecCredential.parse(other) }
        val hostile = request("\\u001b]0;x\\u0007" + "x".repeat(10_000))
        val message = shouldThrow<InvalidHelperRequestException> { ExecCredential.parse(hostile) }.message
        message shouldNotContain "\u001b"
        (message.length < 300) shouldBe true
    }

    test("a request may be deep, and have brackets in its texts, but not deeper than a parser bears") {
        val deep = "[".repeat(90) + "\"\\\"" + "[{".repeat(200) + "\"" + "]".repeat(90)
        ExecCredential.parse(request("v1", """{"interactive":true,"cluster":{"config":$deep}}""")).isInteractive shouldBe true
        shouldThrow<InvalidHelperRequestException> { ExecCredential.parse(request("v1", "[".repeat(101) + "]".repeat(101))) }
    }

    test("text that is not a JSON object is refused, and is not shown") {
        listOf("secret", "[]", "1", "{", "{\"apiVersion\":", "\"x\"", "{}{}", "[".repeat(100_000)).forEach { text ->
            val error = withClue(text.take(20)) { shouldThrow<InvalidHelperRequestException> { ExecCredential.parse(text) } }
            error.message shouldBe "The value of KUBERNETES_EXEC_INFO is not a JSON object."
        }
    }
})
