package io.github.oidcauth.sample

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.Config
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.TransportException
import io.github.oidcauth.authenticate

/** Returns a failure in the words of your program. Every message of the library says what to do next and contains no secret. */
suspend fun loginOrReason(config: Config): String =
    try {
        "logged in until ${authenticate(config).expiresAt}"
    } catch (e: AuthorizationDeniedException) {
        "you said no"
    } catch (e: TimedOutException) {
        "that took too long"
    } catch (e: InteractionRequiredException) {
        "a batch job: ${e.message}"
    } catch (e: TransportException) {
        "no network: ${e.fault}"
    } catch (e: AuthException) {
        "something else: ${e.message}"
    }

suspend fun main(args: Array<String>) {
    println(loginOrReason(Config(args.firstOrNull() ?: "https://myapp.example.com")))
}
