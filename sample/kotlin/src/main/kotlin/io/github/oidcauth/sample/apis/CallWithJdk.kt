package io.github.oidcauth.sample.apis

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.AuthorizedHttpClient
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers

/** Calls an API by the HTTP client of the JDK. */
fun callWithJdk(
    url: String,
    tokens: TokenSource,
): String {
    val client = AuthorizedHttpClient.of(HttpClient.newHttpClient(), tokens, url)
    val request = HttpRequest.newBuilder(URI("$url/notes/1")).build()
    return client.send(request, BodyHandlers.ofString()).body()
}
