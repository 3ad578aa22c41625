package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.RegisteredClient
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** Changes the name of a registered client (RFC 7592). Store the response: its secrets may be new. */
suspend fun rename(
    issuer: String,
    kept: String,
    name: String,
): RegisteredClient {
    val registrar = ClientRegistrar(ServerMetadata.discover(issuer))
    val registered = RegisteredClient.deserialize(kept)
    return registrar.update(registered, registered.metadata.newBuilder().clientName(name).build())
}

/** Ends the registration of a client. */
suspend fun unregister(
    issuer: String,
    kept: String,
) {
    val registrar = ClientRegistrar(ServerMetadata.discover(issuer))
    registrar.delete(RegisteredClient.deserialize(kept))
}

suspend fun main() {
    val file = Path.of("client.json")
    file.writeText(rename("https://login.example.com", kept = file.readText(), name = "My new tool").serialize())
}
