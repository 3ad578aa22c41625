// Tested by RequestsOAuth2ClientApisTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Auth0Management
import io.ktor.client.HttpClient

/** Calls an API with an access token from elsewhere. */
suspend fun callWithTokenFromElsewhere(
    url: String,
    accessToken: String,
): ApiResponse {
    // region R31
    return ApiClient(url, TokenSource.of(accessToken)).get("api/notes")
    // endregion
}

/** Calls an API as a service, whose token is obtained and renewed when that is needed. */
suspend fun callAsService(
    tokenEndpoint: String,
    id: String,
    secret: String,
    url: String,
): List<ApiResponse> {
    // region R32
    val client = OAuth2Client(tokenEndpoint, id, secret)
    val tokens = client.tokenSource(ClientCredentialsGrant("read", "https://myapi.example.com"))
    val api = ApiClient(url, tokens)
    return listOf(api.get("api/notes"), api.get("api/notes/1"))
    // endregion
}

/** Calls an API with the token of a code, which the first call redeems. The response with the code was validated elsewhere. */
@OptIn(DelicateOidcAuthApi::class)
suspend fun callWithCode(
    tokenEndpoint: String,
    id: String,
    secret: String,
    url: String,
    code: String,
    redirectUri: String,
    verifier: String,
): ApiResponse {
    // region R33
    val client = OAuth2Client(tokenEndpoint, id, secret)
    val api = ApiClient(url, client.tokenSource(AuthorizationCodeGrant(code, redirectUri, verifier)))
    return api.post("api/notes") { json(mapOf("text" to "Call me back")) }
    // endregion
}

/** Calls an API with the token of a device login, for which the first call waits. */
suspend fun callWithDeviceCode(
    tokenEndpoint: String,
    deviceEndpoint: String,
    id: String,
    url: String,
    show: (uri: String, userCode: String) -> Unit,
): ApiResponse {
    // region R34
    val metadata = ServerMetadata { tokenEndpoint(tokenEndpoint).deviceAuthorizationEndpoint(deviceEndpoint) }
    val client = OAuth2Client(metadata, id)
    val code = client.deviceAuthorization("profile email")
    show(code.uri, code.userCode)
    return ApiClient(url, client.tokenSource(code)).get("api/me")
    // endregion
}

/** Calls an API below its root. */
suspend fun callBelowRoot(
    tokenEndpoint: String,
    id: String,
    secret: String,
    url: String,
): ApiResponse {
    // region R35
    val client = OAuth2Client(tokenEndpoint, id, secret)
    val api = ApiClient("$url/api", client.tokenSource(ClientCredentialsGrant("read")))
    return api.get("/notes/1")
    // endregion
}

/** Calls an API by a path without a slash in front. */
suspend fun callWithoutSlash(api: ApiClient): ApiResponse {
    // region R36
    return api.get("notes/1")
    // endregion
}

/** Calls an API by the segments of a path. */
suspend fun callBySegments(api: ApiClient): List<ApiResponse> {
    // region R37
    val one = api.get(listOf("notes", "1"))
    return listOf(one, api.get(listOf("notes", 1)))
    // endregion
}

/** Calls resources of an API. */
suspend fun callResources(api: ApiClient): List<ApiResponse> {
    // region R38
    val all = api["notes"].get()
    return listOf(all, api["notes"][1].get())
    // endregion
}

/** Keeps the client of a resource, and calls it several times. */
suspend fun callOneResource(api: ApiClient): List<ApiResponse> {
    // region R39
    val notes = api["notes"]
    val note = notes.get("1")
    val other = notes.get("2")
    return listOf(note, other, notes.get())
    // endregion
}

/** Receives a response with an error as a response. */
suspend fun receiveError(
    url: String,
    tokens: TokenSource,
): ApiResponse {
    // region R40
    val api = ApiClient(url, tokens) { expectSuccess = false }
    return api.get("notes/4711")
    // endregion
}

/** Lets one call fail with an exception if the response is an error. */
suspend fun failOnError(api: ApiClient): ApiResponse {
    // region R41
    return api.get("notes/4711") { expectSuccess = true }
    // endregion
}

/** Calls an API by an HTTP client of the program. */
fun callByOwnClient(
    own: HttpClient,
    url: String,
): ApiClient {
    // region R42
    return ApiClient(url) { httpClient = own }
    // endregion
}

/** Calls the Management API of a tenant of Auth0. */
suspend fun callManagementApi(
    tenant: String,
    client: ClientConfig,
): ApiResponse {
    // region R43
    val management = Auth0Management(tenant, client)
    return management.get("users")
    // endregion
}
