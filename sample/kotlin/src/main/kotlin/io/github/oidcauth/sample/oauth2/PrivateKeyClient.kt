package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.discover
import io.github.oidcauth.oauth2.fromPem
import java.nio.file.Path
import kotlin.io.path.readText

/** A client without a secret: it signs with a key whose public half the server knows, `private_key_jwt` (RFC 7523 §2.2). */
suspend fun tokenByKey(
    issuer: String,
    clientId: String,
    pem: Path,
): Token {
    val client = OAuth2Client.discover(issuer, clientId) {
        signingKey = Jwk.fromPem(pem.readText(), JwsAlgorithm.ES256, keyId = "service-1")
    }
    return client.token(ClientCredentialsGrant { scope("read") })
}

/** What the server has to know of the key beforehand: its public half, as a set of keys (RFC 7517 §5). */
fun publicKeys(pem: Path): String {
    val key = Jwk.fromPem(pem.readText(), JwsAlgorithm.ES256, keyId = "service-1")
    return JwkSet(listOf(key)).toPublic().toJson().toString()
}

suspend fun main() {
    println(publicKeys(Path.of("service.pem")))
    println(tokenByKey("https://login.example.com", "my-service", Path.of("service.pem")).expiresAt)
}
