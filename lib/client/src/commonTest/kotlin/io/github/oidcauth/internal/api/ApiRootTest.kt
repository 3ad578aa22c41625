package io.github.oidcauth.internal.api

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class ApiRootTest :
    FunSpec({
        context("a path is appended to the root") {
            withData(
                Triple("https://h.example/root", "/path", "https://h.example/root/path"),
                Triple("https://h.example/root", "path", "https://h.example/root/path"),
                Triple("https://h.example/root/", "path", "https://h.example/root/path"),
                Triple("https://h.example/root", "", "https://h.example/root"),
                Triple("https://h.example/root/", "", "https://h.example/root/"),
                Triple("https://h.example/root", "/", "https://h.example/root/"),
                Triple("https://h.example", "a?b=c", "https://h.example/a?b=c"),
                Triple("https://h.example/v1?api-version=3", "a?b=c", "https://h.example/v1/a?api-version=3&b=c"),
                Triple("https://h.example/v1?api-version=3", "", "https://h.example/v1?api-version=3"),
            ) { (root, path, url) -> ApiRoot.of(root).urlOf(path) shouldBe url }
        }

        test("segments are appended to the root, and to a root of segments") {
            val users = ApiRoot.of("https://h.example/v1?k=1").at(listOf("users", "a b"))

            users.url shouldBe "https://h.example/v1/users/a%20b?k=1"
            users.at(listOf(1)).urlOf("notes") shouldBe "https://h.example/v1/users/a%20b/1/notes?k=1"
        }

        test("the origin has no default port, and no upper case") {
            ApiRoot.of("https://H.example:443/V1").origin shouldBe "https://h.example"
            ApiRoot.of("https://H.example:8443/V1").origin shouldBe "https://h.example:8443"
        }

        context("what is not the URL of an API is refused") {
            withData(
                "" to "absolute URL",
                "api.example.com/v1" to "absolute URL",
                "ftp://h.example" to "absolute URL",
                "https://h.example/caf\u00e9" to "absolute URL",
                "https://h.example/#a" to "fragment",
                "https://user:pass@h.example/" to "user name",
                "https://h.example/../x" to "'..'",
                "https://h.example/%252e%252e/x" to "'..'",
                "https://h.example:99999/" to "port",
            ) { (url, reason) ->
                val e = shouldThrow<InvalidConfigException> { ApiRoot.of(url) }
                e.message shouldContain reason
                e.message shouldNotContain "pass"
            }
        }
    })
