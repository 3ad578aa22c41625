package io.github.oidcauth.internal.callback

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

class RedirectTargetTest :
    FunSpec({
        test("responds go to https, to http on this machine, and to schemes of a program's own") {
            listOf(
                "https://app.example/cb",
                "https://app.example",
                "https://app.example/cb?tenant=1&x",
                "http://127.0.0.1:8400/callback",
                "http://localhost/cb",
                "http://[::1]:8400/cb",
                "com.example.app:/callback",
                "com.example.app://callback",
            ).forEach { withClue(it) { RedirectTarget.fault(it).shouldBeNull() } }
        }

        test("responds go nowhere else") {
            listOf(
                "",
                "/callback",
                "app.example/cb",
                "HTTPS://app.example/cb",
                "http://app.example/cb",
                "http://127.0.0.1.evil.example/cb",
                "https://",
                "https://user@app.example/cb",
                "https://app.example/cb#",
                "https://app.example/cb#x",
                "https://app.example/a b",
                "https://app.example/ä",
                "https://app.example/cb?x=%",
                "https://app.example/cb?state=1",
                "https://app.example/cb?code",
                "https://app.example/cb?i%73s=1",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:/etc/passwd",
                "1x:/cb",
            ).forEach { withClue(it) { RedirectTarget.fault(it).shouldNotBeNull() } }
        }

        test("plain http to other machines is for those who allow it") {
            RedirectTarget.fault("http://app.example/cb", allowInsecureHttp = true).shouldBeNull()
            RedirectTarget.fault("http://user@app.example/cb", allowInsecureHttp = true).shouldNotBeNull()
        }

        test("a URL with something added is the redirect URI, as browsers write it") {
            val added = mapOf("code" to listOf("a"))
            listOf(
                "https://app.example/cb" to "https://app.example/cb?code=a",
                "https://app.example/cb" to "HTTPS://APP.example/cb?code=a",
                "https://App.example:443/cb" to "https://app.example/cb?code=a",
                "http://localhost:80/cb" to "http://localhost/cb?code=a",
                "http://127.0.0.1:8400" to "http://127.0.0.1:8400/?code=a",
                "http://127.0.0.1:8400/" to "http://127.0.0.1:8400?code=a",
                "https://app.example/cb" to "https://app.example/cb?code=a#_=_",
                "https://app.example/cb?t=1" to "https://app.example/cb?t=1&code=a",
                "https://app.example/cb?t=1&t=2" to "https://app.example/cb?code=a&t=1&t=2",
                "com.example.app:/cb" to "com.example.app:/cb?code=a",
            ).forEach { (uri, url) -> withClue("$uri $url") { RedirectTarget(uri).parametersIn(url) shouldBe added } }
        }

        test("a URL of another scheme, host, port, path or query is another place") {
            listOf(
                "https://app.example/cb" to "http://app.example/cb?code=a",
                "https://app.example/cb" to "https://app.example.evil.example/cb?code=a",
                "https://app.example/cb" to "https://evil.example/cb?code=a",
                "https://app.example/cb" to "https://app.example@evil.example/cb?code=a",
                "https://app.example/cb" to "https://app.example:8443/cb?code=a",
                "https://app.example/cb" to "https://app.example/cb/?code=a",
                "https://app.example/cb" to "https://app.example/CB?code=a",
                "https://app.example/cb" to "https://app.example/x/../cb?code=a",
                "https://app.example/cb" to "https://app.example/c%62?code=a",
                "https://app.example/cb" to "https://app.example?code=a",
                "http://127.0.0.1:8400/cb" to "http://127.0.0.1:8401/cb?code=a",
                "http://127.0.0.1:8400/cb" to "http://localhost:8400/cb?code=a",
                "http://127.0.0.1:8400/cb" to "//127.0.0.1:8400/cb?code=a",
                "http://127.0.0.1:8400/cb" to "code=a",
                "https://app.example/cb?t=1" to "https://app.example/cb?code=a",
                "https://app.example/cb?t=1" to "https://app.example/cb?t=2&code=a",
                "https://app.example/cb?t=1" to "https://app.example/cb?t=1&t=1&code=a",
                "com.example.app:/cb" to "com.example.app:/CB?code=a",
                "com.example.app:/cb" to "com.example.app://cb?code=a",
                "https://app.example/cb" to "https://app.example/cb?code=%",
            ).forEach { (uri, url) -> withClue("$uri $url") { RedirectTarget(uri).parametersIn(url).shouldBeNull() } }
        }
    })
