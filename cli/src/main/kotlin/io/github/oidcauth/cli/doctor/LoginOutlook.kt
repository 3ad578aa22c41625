// Tested by LoginOutlookTest.
package io.github.oidcauth.cli.doctor

import io.github.oidcauth.Config
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.internal.browser.BrowserCommands
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.loopback.LoopbackPort
import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** The course of a login with [config] on this machine, without that login. */
internal class LoginOutlook(
    private val config: Config,
    variables: (String) -> String?,
    private val mayOpenBrowser: Boolean,
) {
    private val environment = Environment { variables(it) }
    private val browser: String? =
        if (mayOpenBrowser && config.browser != null) {
            "the program of --browser"
        } else if (mayOpenBrowser) {
            BrowserCommands(environment, Platform.detect(environment), RemoteSession.detect(environment) != null)
                .forUrl("https://localhost")
                .map { it.words.first() }
                .firstOrNull(::exists)
        } else {
            null
        }

    fun checks(kind: ServerKind?): List<Check> = listOfNotNull(
        browserCheck(),
        redirectCheck(),
        kind?.let {
            serverCheck(it)
        },
        kind?.let { login(it) },
    )

    private fun browserCheck(): Check =
        when {
            !mayOpenBrowser -> {
                Check.ok("browser", "none is opened, as --no-browser or a setting says")
            }

            browser != null -> {
                Check.ok("browser", "$browser opens pages")
            }

            RemoteSession.detect(environment) != null -> {
                Check.ok("browser", "none over SSH: a page is opened on your own machine, from the URL that is shown")
            }

            else -> {
                Check.ok("browser", "none was found: open the URL that is shown, or name a program in BROWSER")
            }
        }

    /** Binds the port for a moment, as a login does. */
    private fun redirectCheck(): Check {
        config.codeReceiver?.let { return Check.ok("redirect", config.redirectUri.orEmpty()) }
        val families = if (config.redirectHost == IPV4 ||
            !LoopbackPort.machineHasIpv6()
        ) {
            setOf(LoopbackPort.Family.IPV4)
        } else {
            both()
        }
        val free = config.redirectPorts.firstOrNull { isFree(it, families) }
        if (free == null) {
            return Check.failed(
                "redirect",
                "none of the ports ${config.redirectPorts.distinct().joinToString()} is free for the redirect of a browser. " +
                    "Close the " +
                    "program that holds one, or choose others with --ports.",
            )
        }
        val port = if (free == 0) "any free port" else "port $free, which is free"
        return Check.ok("redirect", "http://${config.redirectHost}:$free${config.redirectPath}, on $port")
    }

    private fun both() = if (config.redirectHost == IPV6) setOf(LoopbackPort.Family.IPV6) else LoopbackPort.Family.entries.toSet()

    private fun isFree(
        port: Int,
        families: Set<LoopbackPort.Family>,
    ): Boolean =
        try {
            LoopbackPort.take(port, LoopbackPort.Place.loopback(families)).close()
            true
        } catch (_: IOException) {
            false
        }

    private fun serverCheck(kind: ServerKind): Check =
        when (kind) {
            is ServerKind.Issuer -> issuerCheck(kind)

            is ServerKind.Application -> Check.ok(
                "server",
                "an application with py-oidc-auth; " + logins(kind.hasDeviceLogin, true),
            )

            ServerKind.Unknown -> Check.warning(
                "server",
                if (config.client == null) {
                    "neither an application with py-oidc-auth nor an issuer was found at ${config.host}. Check the address and routes."
                } else {
                    "no metadata of an issuer were found at ${config.host}. Check the address."
                },
            )
        }

    private fun issuerCheck(kind: ServerKind.Issuer): Check {
        val name = kind.name.orEmpty()
        val logins = logins(kind.hasDeviceLogin, kind.hasBrowserLogin)
        return when {
            config.client == null -> {
                Check.warning("server", "an issuer, for which --client-id is needed; $logins")
            }

            name.removeSuffix("/") != config.host.removeSuffix("/") && !config.host.contains("/.well-known/") -> {
                Check.failed("server", "the issuer calls itself $name. Use exactly that name.")
            }

            else -> {
                Check.ok("server", "the issuer $name; $logins")
            }
        }
    }

    private fun logins(
        device: Boolean,
        browser: Boolean,
    ): String =
        "logins: " +
            listOfNotNull(
                "device".takeIf {
                    device
                },
                "browser".takeIf { browser },
            ).ifEmpty { listOf("none") }.joinToString(" and ")

    private fun login(kind: ServerKind): Check? {
        if (kind == ServerKind.Unknown) return null
        val hasDevice = kind.hasDeviceLogin
        val isByBrowser =
            when (config.flow) {
                LoginFlow.DEVICE -> false
                LoginFlow.BROWSER -> true
                LoginFlow.BROWSER_FIRST -> browser != null || !hasDevice
                LoginFlow.AUTO -> !hasDevice
            }
        return when {
            !isByBrowser && !hasDevice -> {
                Check.failed("login", "the server has no device login, which --flow device needs. Use --flow browser.")
            }

            isByBrowser && browser == null -> {
                Check.ok("login", "in a browser, with the URL that is shown")
            }

            isByBrowser -> {
                Check.ok("login", "in the browser of this machine")
            }

            else -> {
                Check.ok("login", "with a code on any device")
            }
        }
    }

    private fun exists(program: String): Boolean {
        if (program.any { it in "/\\" }) return Files.isExecutable(Path.of(program))
        return environment["PATH"].orEmpty().split(File.pathSeparatorChar).any {
            it.isNotEmpty() && Files.isExecutable(Path.of(it, program))
        }
    }

    private companion object {
        const val IPV4 = "127.0.0.1"
        const val IPV6 = "[::1]"
    }
}
