package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import java.nio.file.Path
import kotlin.io.path.readText

/**
 * Returns a token of a client without a secret: it signs with a key whose public half the server knows, `private_key_jwt`
 * (RFC 7523 §2.2).
 */
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

/** Returns the public half of the key, as a key set (RFC 7517 §5): the server must know it beforehand. */
fun publicKeys(pem: Path): String {
    val key = Jwk.fromPem(pem.readText(), JwsAlgorithm.ES256, keyId = "service-1")
    return JwkSet(listOf(key)).toPublic().toJson().toString()
}

suspend fun main() {
    println(publicKeys(Path.of("service.pem")))
    println(tokenByKey("https://login.example.com", "my-service", Path.of("service.pem")).expiresAt)
}
