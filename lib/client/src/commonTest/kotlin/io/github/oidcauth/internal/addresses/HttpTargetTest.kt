package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

class HttpTargetTest :
    FunSpec({
        mapOf(
            "https://api.example/notes" to "https://api.example/notes",
            "https://api.example/notes?id=1&x=/y" to "https://api.example/notes",
            "https://api.example/notes#part" to "https://api.example/notes",
            "https://api.example/notes?a#b" to "https://api.example/notes",
            "https://api.example" to "https://api.example/",
            "https://api.example?a=b" to "https://api.example/",
            "https://api.example#b" to "https://api.example/",
            "https://api.example/" to "https://api.example/",
            "HTTPS://API.Example/Notes" to "https://api.example/Notes",
            "https://api.example:443/a" to "https://api.example/a",
            "https://api.example:/a" to "https://api.example/a",
            "https://api.example:8443/a" to "https://api.example:8443/a",
            "https://api.example:80/a" to "https://api.example:80/a",
            "http://127.0.0.1:80/a" to "http://127.0.0.1/a",
            "http://127.0.0.1:443/a" to "http://127.0.0.1:443/a",
            "https://[2001:DB8::1]:443/a" to "https://[2001:db8::1]/a",
            "https://api.example/a//b/" to "https://api.example/a//b/",
            "https://api.example/%7euser/%2F;v=1" to "https://api.example/%7euser/%2F;v=1",
        ).forEach { (url, htu) ->
            test("a proof for $url names $htu") {
                HttpTarget.of(url, allowInsecureHttp = false).htu shouldBe htu
            }
        }

        test("the origin tells schemes, hosts and ports apart, and nothing else") {
            val origin = HttpTarget.of("https://a.example/x?y").origin

            listOf("https://A.example:443", "https://a.example/other").forEach { HttpTarget.of(it).origin shouldBe origin }
            listOf("http://a.example", "https://a.example:8443", "https://b.a.example").forEach {
                (HttpTarget.of(it).origin == origin) shouldBe false
            }
        }

        listOf(
            "",
            "/notes",
            "//api.example/notes",
            "ftp://api.example/",
            "https://",
            "https:///a",
            "http://api.example/",
            "http://localhost.example/",
            "http://127.0.0.1.example/",
            "https://user:s3cret@api.example/",
            "https://api.example\\@evil.example/",
            "https://api.example/a b",
            "https://api.example/\u00e9",
            "https://api.example/a\r\nX: y",
            "https://api.example/a/../b",
            "https://api.example/a/%2e%2E/b",
            "https://api.example/100%",
            "https://api.example:0/",
            "https://api.example:65536/",
            "https://a:b:443/",
            "https://api_example-.example/",
        ).forEach { url ->
            test("no token goes to '${url.replace(Regex("\\s"), " ")}'") {
                val refusal = shouldThrow<InvalidConfigException> { HttpTarget.of(url, allowInsecureHttp = false) }
                refusal.message shouldNotContain "s3cret"
            }
        }

        test("http is for this machine, and for other machines when that was allowed") {
            listOf("http://localhost:8080/", "http://127.0.0.1/", "http://[::1]:9/").forEach {
                HttpTarget.of(it, allowInsecureHttp = false)
            }
            HttpTarget.of("http://api.example/", allowInsecureHttp = true).origin shouldBe "http://api.example"
        }
    })
