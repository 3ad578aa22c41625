package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.RawLogin.REDIRECT_URI
import io.github.oidcauth.interop.browser.RawLogin.encoded
import kotlinx.serialization.json.JsonObject
import java.net.http.HttpResponse

/** An authorization request for a code, without PKCE. */
internal fun Keycloak.authorizationUrl(client: KeycloakClient): String =
    "$issuer/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=${client.id}" +
        "&redirect_uri=${encoded(REDIRECT_URI)}"

/** A request to an endpoint below `protocol/openid-connect`, with the secret of [client] if it has one. */
internal fun Keycloak.post(endpoint: String, client: KeycloakClient, vararg fields: Pair<String, String>): HttpResponse<String> {
    val identification = if (client.secret == null) mapOf("client_id" to client.id) else emptyMap()
    val headers = client.secret?.let { HttpProbe.basic(client.id, it) }.orEmpty()
    return HttpProbe.postForm("$issuer/protocol/openid-connect/$endpoint", fields.toMap() + identification, headers)
}

/** Returns the response of the token endpoint, which must be a success. */
internal fun Keycloak.token(client: KeycloakClient, vararg fields: Pair<String, String>): JsonObject {
    val response = post("token", client, *fields)
    check(response.statusCode() == 200) { response.body() }
    return response.jsonObject()
}

/** Returns alice's token for her password. */
internal fun Keycloak.passwordToken(client: KeycloakClient): JsonObject =
    token(client, "grant_type" to "password", "username" to "alice", "password" to "alice", "scope" to "openid")

internal fun Keycloak.introspects(token: String): JsonObject =
    post("token/introspect", KeycloakClient.CONFIDENTIAL, "token" to token).jsonObject()
