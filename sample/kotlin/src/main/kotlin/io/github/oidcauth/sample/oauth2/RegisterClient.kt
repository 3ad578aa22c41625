package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.RegisteredClient
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** Registers this program at a server that does not know it (RFC 7591). Some servers require an initial token, others none. */
suspend fun register(
    issuer: String,
    initialToken: String?,
): RegisteredClient {
    val metadata = ServerMetadata.discover(issuer)
    val asked = ClientMetadata {
        clientName("My tool")
        redirectUris("http://127.0.0.1/callback")
        grantTypes("authorization_code", "refresh_token")
    }
    return ClientRegistrar(metadata).register(asked, initialToken)
}

/** Returns the registered client, from its serialized form. */
suspend fun registeredClient(
    issuer: String,
    kept: String,
): OAuth2Client {
    val registered = RegisteredClient.deserialize(kept)
    return OAuth2Client.discover(issuer, registered.toConfig().build())
}

suspend fun main(args: Array<String>) {
    val file = Path.of("client.json")
    val registered = register("https://login.example.com", initialToken = args.firstOrNull())
    file.writeText(registered.serialize()) // the secret is in it
    println(registeredClient("https://login.example.com", kept = file.readText()))
}
