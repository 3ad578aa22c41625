package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata

/** Returns a client of a server that publishes its endpoints: OpenID Connect Discovery 1.0, RFC 8414. One request. */
suspend fun discovered(
    issuer: String,
    clientId: String,
): OAuth2Client = OAuth2Client.discover(issuer, clientId)

/** Returns a client of a server that does not: set the endpoints that are used. No request. */
fun known(
    server: String,
    clientId: String,
): OAuth2Client {
    val metadata = ServerMetadata {
        issuer(server)
        tokenEndpoint("$server/oauth2/token")
        deviceAuthorizationEndpoint("$server/oauth2/device_authorization")
        jwksUri("$server/oauth2/jwks")
    }
    return OAuth2Client(metadata, clientId)
}

suspend fun main() {
    println(discovered("https://login.example.com", "my-tool").metadata.strings("scopes_supported"))
    println(known("https://login.example.com", "my-tool").metadata.tokenEndpoint)
}
