package io.github.oidcauth.sample

import io.github.oidcauth.authenticate
import kotlinx.coroutines.runBlocking

fun main() {
    val token = runBlocking { authenticate("https://myapp.example.com") }
    println(token.headers) // {Authorization=Bearer …}
}
