package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.discover
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.RegisteredClient
import java.nio.file.Path
import kotlin.io.path.writeText

/** Makes this program known to a server it has not met before (RFC 7591). Some want an initial token for that, others none. */
suspend fun registered(
    metadata: ServerMetadata,
    initialToken: String?,
): RegisteredClient {
    val asked = ClientMetadata {
        clientName("My tool")
        redirectUris("http://127.0.0.1/callback")
        grantTypes("authorization_code", "refresh_token")
    }
    return ClientRegistrar(metadata).register(asked, initialToken)
}

suspend fun main(args: Array<String>) {
    val metadata = ServerMetadata.discover("https://login.example.com")
    val registered = registered(metadata, initialToken = args.firstOrNull())
    Path.of("client.json").writeText(registered.serialize()) // the secret is in it
    println(OAuth2Client(metadata, registered.toConfig().build()))
}
