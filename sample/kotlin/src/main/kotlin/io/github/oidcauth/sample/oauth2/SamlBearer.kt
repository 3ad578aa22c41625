package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.Saml2BearerGrant
import java.nio.file.Path
import kotlin.io.path.readText

/** Exchanges a SAML 2.0 assertion that identifies the user (RFC 7522 §2.1). It is XML; the grant encodes it. */
suspend fun tokenForSaml(
    client: OAuth2Client,
    xml: String,
): Token {
    return client.token(Saml2BearerGrant(xml, "profile"))
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-portal") { clientSecret = System.getenv("CLIENT_SECRET") }
    println(tokenForSaml(client, xml = Path.of("assertion.xml").readText()).expiresAt)
}
