package io.github.oidcauth.sample

import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.Token

/** Logs in with a device code that is shown in your own way: on a display, in a chat, as a QR code. */
suspend fun deviceLoginInSteps(
    config: Config,
    show: (uri: String, userCode: String) -> Unit,
): Token {
    val flow = DeviceFlow(config)
    val code = flow.getDeviceCode()
    show(code.uri, code.userCode)
    return flow.poll(code)
}

suspend fun main(args: Array<String>) {
    val token =
        deviceLoginInSteps(Config(args.firstOrNull() ?: "https://myapp.example.com")) { uri, userCode ->
            println("Open $uri on any device and enter $userCode")
        }
    println("Logged in until ${token.expiresAt}")
}
