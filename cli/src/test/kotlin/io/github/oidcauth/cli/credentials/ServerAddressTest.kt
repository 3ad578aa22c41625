package io.github.oidcauth.cli.credentials

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe

internal class ServerAddressTest : FunSpec({
    test("the address of a URI is its scheme, host and port, and nothing else") {
        val https = ServerAddress(true, "git.example.com", 443)
        mapOf(
            "https://git.example.com" to https,
            "HTTPS://Git.Example.COM:443/a/b?c#d" to https,
            "grpcs://git.example.com/com.example.Service/Method" to https,
            "https://git.example.com?a=https://evil.example" to https,
            "https://git.example.com/\n@evil.example" to https,
            "https://git.example.com:8443/" to ServerAddress(true, "git.example.com", 8443),
            "http://127.0.0.1:5000" to ServerAddress(false, "127.0.0.1", 5000),
            "grpc://localhost" to ServerAddress(false, "localhost", 80),
            "https://[2001:DB8::1]:1/" to ServerAddress(true, "[2001:db8::1]", 1),
        ).forEach { (uri, address) -> withClue(uri) { ServerAddress.ofUri(uri) shouldBe address } }
    }

    test("text that another program could read as another server is no address") {
        listOf(
            "",
            "git.example.com",
            "https:git.example.com",
            "https:///path",
            "https://",
            "https://user@git.example.com",
            "https://git.example.com@evil.example",
            "https://git.example.com\\@evil.example/",
            "https://git.example.com\\.evil.example/",
            "https://git.example.com%2eevil.example/",
            "https://git.example.com\n.evil.example/",
            "https://git.example.com\u0000.evil.example/",
            "https://git.example.com .evil.example/",
            "https://git.example.com\t/",
            " https://git.example.com",
            "https://git.example.com:/",
            "https://git.example.com:443:443/",
            "https://git.example.com:0/",
            "https://git.example.com:65536/",
            "https://git.example.com:99999/",
            "https://git.example.com:4 43/",
            "https://git.example.com:+443/",
            "https://git.example.com:\u0664\u0664\u0663/",
            "https://git.example.co\u006d\u0301/",
            "https://git\u3002example.com/",
            "https://\u212Aubernetes.example.com/",
            "https://[::1/",
            "https://::1/",
            "https://${"a".repeat(256)}/",
            "ssh://git.example.com/",
            "file:///etc/passwd",
            "javascript://git.example.com",
            "ht\u0000tps://git.example.com",
        ).forEach { uri -> withClue(uri) { ServerAddress.ofUri(uri) shouldBe null } }
        ServerAddress.ofUri("https://git.example.com:65535") shouldNotBe null
        ServerAddress.ofUri("https://${"a".repeat(255)}/") shouldNotBe null
    }

    test("a similar server is another server") {
        val server = ServerAddress.ofUri("https://git.example.com")
        listOf(
            "http://git.example.com:443",
            "https://git.example.com:444",
            "https://git.example.com.",
            "https://git.example.com.evil.example",
            "https://evil-git.example.com",
            "https://example.com",
        ).forEach { uri -> withClue(uri) { ServerAddress.ofUri(uri) shouldNotBe server } }
    }

    test("only addresses of this machine are loopback") {
        listOf("localhost", "127.0.0.1", "127.255.255.255", "[::1]").forEach { host ->
            withClue(host) { ServerAddress(false, host, 80).isLoopback shouldBe true }
        }
        val others =
            listOf(
                "127.0.0.256",
                "128.0.0.1",
                "127.0.0.1.example.com",
                "localhost.example.com",
                "127.1",
                "0.0.0.0",
                "[::]",
                "127.0.0.01",
            )
        others.forEach { host -> withClue(host) { ServerAddress(false, host, 80).isLoopback shouldBe false } }
    }

    test("an address is written as a URL") {
        listOf("https://git.example.com", "https://git.example.com:80", "http://[::1]:443", "http://localhost").forEach {
            ServerAddress.ofUri(it).toString() shouldBe it
        }
        ServerAddress.ofUri("grpcs://git.example.com:443/x").toString() shouldBe "https://git.example.com"
    }
})
