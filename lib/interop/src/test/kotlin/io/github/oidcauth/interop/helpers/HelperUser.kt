package io.github.oidcauth.interop.helpers

import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.authenticate
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.pyoidcauth.OidcAuthCommand
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** A user of our command as a credential helper, with an empty home and a program folder of their own on the path. */
internal class HelperUser(private val issuer: SampleServer, name: String) {
    val home: Path = Folders.new(name)
    private val programs = home.resolve("bin").createDirectories()
    private val store = FileTokenStore(home.resolve("tokens.json"))
    private val config = Config(issuer.issuer) {
        clientId = SampleClients.CLI
        store = this@HelperUser.store
        interaction = object : UserInteraction by io.github.oidcauth.SilentInteraction {
            override fun showDeviceCode(code: DeviceCode) = ScriptedVisitor().approveDevice(code.uri, code.userCode)
        }
        interactive = true
    }

    /** The whole environment of a program that this user starts. No user can log in there. */
    val environment: Map<String, String> = mapOf(
        "PATH" to "$programs:${OidcAuthCommand.script.parent}:${System.getenv("PATH")}",
        "JAVA_HOME" to System.getProperty("java.home"),
        "LANG" to "C.UTF-8",
        "HOME" to "$home",
        "OIDC_TOKEN_FILE" to "${home.resolve("tokens.json")}",
        "INTERACTIVE_SESSION" to "0",
        "GIT_TERMINAL_PROMPT" to "0",
        "GIT_CONFIG_NOSYSTEM" to "1",
    )

    suspend fun logIn(): Token = authenticate(config)

    /** The stored token. */
    suspend fun token(): Token = checkNotNull(store.get(config.key)) { "There is no token." }

    /** Lets the access token expire, so that the next helper refreshes it. */
    suspend fun expire() {
        val token = token()
        store.put(config.key, token.newBuilder().also { it.expiresAt = Clock.System.now() - 1.hours }.build())
    }

    /** Returns the command line of the helper [command] with the token of this user. */
    fun helper(command: String, vararg options: String): List<String> =
        listOf("oidc-auth", command, issuer.issuer, "--client-id", SampleClients.CLI) + options

    /** Puts the program [name], which runs the helper [line], on the path. */
    fun install(name: String, line: List<String>): Path =
        programs.resolve(name).also {
            it.writeText("#!/bin/sh\nexec ${line.joinToString(" ")} \"$@\"\n")
            it.setPosixFilePermissions(PosixFilePermissions.fromString("rwxr-xr-x"))
        }

    fun start(vararg command: String, directory: Path = home, extra: Map<String, String> = emptyMap()): CommandRun =
        CommandRun.start(command.toList(), environment + extra, directory)

    /** Runs [line] by `sh`. */
    fun shell(line: String): CommandRun = start("sh", "-c", line)
}
