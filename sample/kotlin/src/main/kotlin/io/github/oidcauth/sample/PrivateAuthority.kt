package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.authenticate
import io.github.oidcauth.oauth2.ClientConfig

/** Logs in at a server whose certificate is from the authority of an organization. */
fun trusting(
    authority: String,
    host: String,
): Config =
    Config(host) {
        caFile = authority
    }

/** Returns a client of an issuer that has such a certificate. */
fun clientTrusting(authority: String): ClientConfig =
    ClientConfig("my-client") {
        caFile = authority
    }

suspend fun main() {
    val token = authenticate(trusting("/etc/pki/corp/ca.pem", "https://myapp.corp.example"))
    println("The token expires ${token.expiresAt}.")
}
