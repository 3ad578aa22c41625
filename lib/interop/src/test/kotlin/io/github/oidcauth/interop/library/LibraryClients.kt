package io.github.oidcauth.interop.library

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PasswordGrant
import io.github.oidcauth.oauth2.RequestOptions
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonPrimitive

/** Returns a token for the password of alice, for tests that need no browser login. */
@OptIn(DelicateOidcAuthApi::class)
internal suspend fun OAuth2Client.aliceByPassword(vararg scopes: String = arrayOf("openid")): Token =
    token(PasswordGrant("alice", "alice", RequestOptions { scope(*scopes) }))

/** The private key [kid] as the library knows it. */
internal fun TestKeys.jwk(kid: String): Jwk = Jwk.parse(privateJwk(kid))

/** Every signature with a private key, with the key of [TestKeys] that makes it. */
internal val SIGNING_KEYS: Map<JwsAlgorithm, String> = JwsAlgorithm.entries.filterNot { it.isSymmetric }.associateWith {
    when (it) {
        JwsAlgorithm.ES256 -> TestKeys.ES256
        JwsAlgorithm.ES384 -> TestKeys.ES384
        JwsAlgorithm.ES512 -> TestKeys.ES512
        JwsAlgorithm.EdDSA -> TestKeys.ED25519
        else -> TestKeys.RSA
    }
}

/** Whom a token is for, by its claims or by what a server says of it: `aud` is a string or several. */
internal val JsonObject.audiences: List<String>
    get() = when (val audience = get("aud")) {
        null -> emptyList()
        is JsonArray -> audience.map { it.jsonPrimitive.content }
        else -> listOf(audience.jsonPrimitive.content)
    }

/** True if the server says that the token is active. */
internal val JsonObject.isActive: Boolean get() = getValue("active").jsonPrimitive.content == "true"
