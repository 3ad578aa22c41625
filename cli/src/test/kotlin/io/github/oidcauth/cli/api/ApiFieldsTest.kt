// Tests ApiField, ApiHeader and ApiTarget.
package io.github.oidcauth.cli.api

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

internal class ApiFieldsTest : FunSpec({
    fun raw(vararg texts: String) = texts.map { checkNotNull(ApiField.raw(it)) }

    fun typed(vararg texts: String) = texts.map { text -> checkNotNull(ApiField.typed(text) { "content of $it" }) }

    test("raw fields are strings, whatever they look like") {
        ApiFields.json(raw("a=1", "b=true", "c=", "d=x=y", "e=@file")).toString() shouldBe
            """{"a":"1","b":"true","c":"","d":"x=y","e":"@file"}"""
    }

    test("typed fields are booleans, null, integers, files, or strings") {
        ApiFields.json(typed("a=1", "b=true", "c=null", "d=-7", "e=@file", "f=1.5", "g=01", "h=True", "i=")).toString() shouldBe
            """{"a":1,"b":true,"c":null,"d":-7,"e":"content of file","f":"1.5","g":"01","h":"True","i":""}"""
        ApiFields.json(typed("n=99999999999999999999")).toString() shouldBe """{"n":"99999999999999999999"}"""
    }

    test("brackets make objects and arrays") {
        ApiFields.json(typed("a[b]=1", "a[c][d]=2", "l[]=1", "l[]=x", "o[][n]=1")).toString() shouldBe
            """{"a":{"b":1,"c":{"d":2}},"l":[1,"x"],"o":[{"n":1}]}"""
    }

    test("fields that exclude each other are an error with the name") {
        listOf(listOf("a=1", "a=2"), listOf("a=1", "a[b]=2"), listOf("a[b]=1", "a[]=2"), listOf("a[]=1", "a=2")).forEach {
            withClue(it) {
                shouldThrow<ConflictingFieldException> { ApiFields.json(raw(*it.toTypedArray())) }.message shouldContain "'a"
            }
        }
    }

    test("a query has the fields in order, with repeated names") {
        ApiFields.query(typed("q=a b", "l[]=1", "l[]=2", "n=null")) shouldBe
            listOf("q" to "a b", "l[]" to "1", "l[]" to "2", "n" to "")
    }

    test("a field needs a name") {
        listOf("", "=1", "a", "[a]=1", "a[=1", "a]b=1", "a[b]c=1").forEach { withClue(it) { ApiField.raw(it).shouldBeNull() } }
    }

    test("headers have a name, and some are secrets") {
        ApiHeader.of("X-A:  b: c ") shouldBe ("X-A" to "b: c")
        ApiHeader.of("X-A:") shouldBe ("X-A" to "")
        listOf("", "X-A", ": b").forEach { withClue(it) { ApiHeader.of(it).shouldBeNull() } }
        listOf("AUTHORIZATION", "Cookie", "DPoP").forEach { ApiHeader.isSecret(it) shouldBe true }
        ApiHeader.isSecret("Accept") shouldBe false
    }

    test("a word in capitals is a method, an absolute URL a URL, and the rest a path") {
        listOf("GET", "M-SEARCH", "X_1").forEach { ApiTarget.isMethod(it) shouldBe true }
        listOf("get", "users", "/GET", "GET/1", "", "Users").forEach { withClue(it) { ApiTarget.isMethod(it) shouldBe false } }
        ApiTarget.of("https://a.example/x").url shouldBe "https://a.example/x"
        ApiTarget.of("HTTPS://a.example/x").url shouldBe "HTTPS://a.example/x"
        ApiTarget.of("/users?a=https://b.example").path shouldBe "/users?a=https://b.example"
        ApiTarget.originOf("HTTPS://alice:pw@A.example:8443/x@y?z") shouldBe "https://a.example:8443"
        ApiTarget.originOf("https://a.example?x@b.example") shouldBe "https://a.example"
    }
})
