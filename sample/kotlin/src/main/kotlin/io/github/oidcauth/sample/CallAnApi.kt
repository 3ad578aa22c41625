package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.authenticate
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** Obtains a token and calls an API with it. It asks a user only if nothing else is left. */
suspend fun callAnApi(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): String {
    val token = authenticate(host, configure = configure)

    val request = HttpRequest.newBuilder(URI("$host/api/me"))
    token.headers.forEach { (name, value) -> request.header(name, value) }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body()
}

suspend fun main(args: Array<String>) {
    println(callAnApi(host = args.firstOrNull() ?: "https://myapp.example.com"))
}
