package io.github.oidcauth.sample.server

import java.time.Duration

/** The arguments of the program. */
internal object CommandLine {
    class Options(
        val settings: Settings,
        val help: Boolean,
    )

    /** Thrown when the arguments are invalid; the message describes the fault. */
    class Misuse(
        message: String,
    ) : RuntimeException(message)

    val HELP: String =
        """
        Usage: sample-server [options]

        Runs an OpenID provider and a py-oidc-auth application on 127.0.0.1 and prints the URL.

          --port N                         listen on port N (default: a free one)
          --access-token-lifetime SECONDS  lifetime of access tokens (default: 300)
          --no-device-grant                a provider without the device login
          --help                           this text
        """.trimIndent()

    fun parse(arguments: List<String>): Options {
        var port = 0
        var accessTokenLifetime = Duration.ofMinutes(5)
        var deviceGrant = true
        var help = false
        val rest = ArrayDeque(arguments)
        while (rest.isNotEmpty()) {
            when (val option = rest.removeFirst()) {
                "--port" -> {
                    port = number(option, rest.removeFirstOrNull(), 0..65535)
                }

                "--access-token-lifetime" -> {
                    accessTokenLifetime = Duration.ofSeconds(number(option, rest.removeFirstOrNull(), 1..Int.MAX_VALUE).toLong())
                }

                "--no-device-grant" -> {
                    deviceGrant = false
                }

                "--help" -> {
                    help = true
                }

                else -> {
                    throw Misuse("There is no option '$option'. Try --help.")
                }
            }
        }
        return Options(Settings(port = port, accessTokenLifetime = accessTokenLifetime, deviceGrant = deviceGrant), help)
    }

    private fun number(
        option: String,
        text: String?,
        range: IntRange,
    ): Int {
        val bounds = if (range.last == Int.MAX_VALUE) "of ${range.first} or more" else "from ${range.first} to ${range.last}"
        return text?.toIntOrNull()?.takeIf { it in range }
            ?: throw Misuse("$option needs a whole number $bounds" + text?.let { ", not '$it'" }.orEmpty() + ".")
    }
}
