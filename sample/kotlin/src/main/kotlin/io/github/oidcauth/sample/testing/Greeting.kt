package io.github.oidcauth.sample.testing

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.Config
import io.github.oidcauth.authenticate

/** A program whose login is a parameter, so that a test can replace it. */
class Greeting(
    private val login: Config,
) {
    suspend fun text(): String =
        try {
            "Hello. Your token is good until ${authenticate(login).expiresAt}."
        } catch (_: AuthorizationDeniedException) {
            "Goodbye, then."
        }
}

suspend fun main(args: Array<String>) {
    println(Greeting(Config(args.firstOrNull() ?: "https://myapp.example.com")).text())
}
