package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe

class HostIdTest : FunSpec({
    test("a server has one name, in whatever spelling a user or a stored token names it") {
        val name = "https://idp.example.com/realms/x"
        listOf(name, "$name/", "HTTPS://IDP.example.com:443/realms/x", "idp.example.com/realms/x", " $name ").forEach {
            HostId.of(it) shouldBe name
        }
        HostId.of("$name/.well-known/openid-configuration") shouldBe name
        HostId.of(StoredToken(TokenKey.forIssuer("$name/", "app", account = "a"), Token("at"))) shouldBe name
        HostId.of(StoredToken(TokenKey.forHost(name, "a"), Token("at"))) shouldBe name
    }

    test("different servers have different names, and anything else has its own") {
        HostId.of("https://h/a") shouldNotBe HostId.of("https://h/b")
        HostId.of("http://h") shouldNotBe HostId.of("https://h")
        HostId.of("not a host") shouldBe "not a host"
    }
})
