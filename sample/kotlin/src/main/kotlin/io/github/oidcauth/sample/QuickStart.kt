package io.github.oidcauth.sample

import io.github.oidcauth.authenticate
import kotlin.time.Duration.Companion.minutes

suspend fun main() {
    val token = authenticate("https://myapp.example.com") { timeout = 2.minutes }
    println(token.headers) // {Authorization=Bearer …}
}
