package io.github.oidcauth.sample.apis

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.AccessTokens
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.request.get
import io.ktor.client.statement.bodyAsText

/** Calls an API by Ktor's client. */
suspend fun callWithKtor(
    url: String,
    source: TokenSource,
): String {
    val client = HttpClient(CIO) {
        install(AccessTokens) {
            tokens = source
            origin(url)
        }
    }
    return client.use { it.get("$url/notes/1").bodyAsText() }
}
