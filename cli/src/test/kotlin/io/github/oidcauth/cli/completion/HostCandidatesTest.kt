package io.github.oidcauth.cli.completion

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class HostCandidatesTest : FunSpec({
    test("an issuer is offered once for all its clients, in order") {
        val keys = listOf("https://b.example#client_id=x", "https://b.example#client_id=y", "https://a.example")
        HostCandidates.hostsOf(keys) shouldBe "https://a.example\nhttps://b.example"
    }

    test("a name with a character that means something to a shell is not offered") {
        HostCandidates.hostsOf(Shells.HOSTILE + listOf("https://a.example\nhttps://b", "https://é.example", "")) shouldBe ""
        HostCandidates.hostsOf(listOf("https://a.example:8443/~x/%20_@b-c")) shouldBe "https://a.example:8443/~x/%20_@b-c"
    }
})
