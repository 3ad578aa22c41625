package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText

/** Somebody with an empty home who has logged in nowhere yet, and whose browser is the scripted one. */
internal class User(name: String) {
    private val home: Path = Folders.new(name)
    private val cache: Path = home.resolve("cache").createDirectories()

    /** The token file that the Python client and ours share. */
    val tokenFile = TokenFile(cache.resolve("py-oidc-auth/token-store.json"))

    /** The path of the browser's picture of the last page. */
    val screenshot: Path = Folders.screenshots.resolve("$name.png")

    /** The whole environment for a command that this user starts; [decision] is what they will say in the browser. */
    fun environment(decision: Decision = Decision.ALLOW): Map<String, String> = mapOf(
        "PATH" to System.getenv("PATH"),
        "JAVA_HOME" to System.getProperty("java.home"),
        "LANG" to "C.UTF-8",
        "HOME" to "$home",
        "XDG_CACHE_HOME" to "$cache",
        "BROWSER" to "$browser",
        // The command has no terminal here.
        "INTERACTIVE_SESSION" to "1",
        "CHROMIUM" to "${Chromium.executable}",
        "INTEROP_DECISION" to decision.word,
        "INTEROP_SCREENSHOT" to "$screenshot",
    )

    private val browser: Path by lazy {
        val command = NodeEnvironment.commandOf("browser.mjs").joinToString(" ") { "'$it'" }
        val script = home.resolve("browser")
        script.writeText("#!/bin/sh\nexec $command \"$@\" 2> '${home.resolve("browser.log")}'\n")
        script.setPosixFilePermissions(PosixFilePermissions.fromString("rwx------"))
        script
    }
}
