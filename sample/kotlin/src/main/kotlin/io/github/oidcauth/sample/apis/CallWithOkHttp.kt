package io.github.oidcauth.sample.apis

import io.github.oidcauth.TokenSource
import io.github.oidcauth.okhttp.accessTokens
import okhttp3.OkHttpClient
import okhttp3.Request

/** Calls an API by OkHttp. */
fun callWithOkHttp(
    url: String,
    tokens: TokenSource,
): String {
    val client = OkHttpClient.Builder().accessTokens(tokens, url).build()
    val request = Request.Builder().url("$url/notes/1").build()
    return client.newCall(request).execute().use { it.body.string() }
}
