package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import kotlin.time.Duration.Companion.seconds

/** Endpoints that a server names and nobody can call. The URL parsers below have their own exceptions for them. */
class HostileEndpointTest :
    FunSpec({
        listOf(
            "https://[::1/token",
            "https://[::1]:99999/token",
            "https://127.0.0.1:99999/token",
            "https://127.0.0.1:0/token",
            "https://127.0.0.1:-1/token",
            "https://127.0.0.1:port/token",
            "https://:443/token",
            "https://under_score.invalid/token",
            "https://per%cent.invalid/token",
            "https://per%2Ecent.invalid/token",
            "https://-.invalid/token",
            "https://127.0.0.1:1/%zz",
            "https://127.0.0.1:1/a|b",
            "https://127.0.0.1:1/[b]",
            "https://127.0.0.1:1/token?%",
            "https://127.0.0.1:1/token?a=%zz&[]|",
            "https://999.999.999.999/token",
            "https://127.0.0.1:1:1/token",
            "https://127.0.0.1:1//token",
            "https://a..invalid/token",
            "https://127.0.0.1:1/token?a=[b]",
            "https://127.0.0.1:1/token?a=b|c",
            "https://127.0.0.1:1/a/../token",
        ).forEach { url ->
            test("a token endpoint $url ends in the library's own exception") {
                val metadata = ServerMetadata { tokenEndpoint(url) }
                val client = OAuth2Client(metadata, ClientConfig("my-client") { requestTimeout = 10.seconds })

                shouldThrow<AuthException> { client.token(ClientCredentialsGrant()) }
            }
        }
    })
