package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.Token
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.RawLogin.encoded
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonObject

/** The library's client for [client], found by discovery, with its secret if it has one. */
internal suspend fun CertifiedProvider.client(
    client: CertifiedClient,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client.discover(issuer, client.id) {
    clientSecret = client.secret
    configure()
}

/** Returns the response of the server's introspection endpoint for [token], requested without the library. */
internal fun CertifiedProvider.introspects(token: Token): JsonObject {
    val headers = HttpProbe.basic(CertifiedClient.BASIC.id, encoded(CertifiedClient.BASIC.secret.orEmpty()))
    return probe.postForm("$issuer/token/introspection", mapOf("token" to token.accessToken), headers).jsonObject()
}
