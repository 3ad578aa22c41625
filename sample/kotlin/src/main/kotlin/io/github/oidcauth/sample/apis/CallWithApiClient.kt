package io.github.oidcauth.sample.apis

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.tokenSource

/** Calls an API by the client of this library. */
suspend fun callWithApiClient(
    url: String,
    tokens: TokenSource,
): String {
    val api = ApiClient(url, tokens)
    return api["notes"][1].get().text
}

suspend fun main() {
    val api = ApiClient("https://myapp.example.com/api", tokenSource("https://myapp.example.com"))
    println(api.get("me").text)
}
