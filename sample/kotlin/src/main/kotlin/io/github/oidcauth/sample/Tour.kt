package io.github.oidcauth.sample

import io.github.oidcauth.AuthException
import io.github.oidcauth.TerminalInteraction
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.time.Duration
import kotlin.io.path.deleteRecursively
import kotlin.system.exitProcess

private const val USAGE =
    "usage: tour [--interactive]\n" +
        "Logs in to an embedded server and calls its API. With --interactive, and a terminal, you click through the pages\n" +
        "yourself; otherwise a scripted visitor goes through the same pages over HTTP."

/** Shows all functions of the library, on a server that is included. */
fun main(args: Array<String>) {
    val unknown = args.filter { it != "--interactive" }
    if (unknown.isNotEmpty()) {
        System.err.println(if (unknown == listOf("--help")) USAGE else "unknown argument: ${unknown.first()}\n$USAGE")
        exitProcess(if (unknown == listOf("--help")) 0 else 2)
    }
    val interactive = "--interactive" in args
    if (interactive && System.console() == null) {
        System.err.println("--interactive needs a terminal. Without it a scripted visitor takes your place.")
        exitProcess(2)
    }
    exitProcess(tour(interactive, ::println))
}

/** Takes the tour and returns the exit code. Each step prints one line about its result. */
@OptIn(kotlin.io.path.ExperimentalPathApi::class)
internal fun tour(
    interactive: Boolean,
    say: (String) -> Unit,
): Int {
    val directory = Files.createTempDirectory("oidc-auth-tour")
    return try {
        SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1))).use { server ->
            say("The sample server listens at ${server.url}; its user is alice, and so is her password.")
            val user = if (interactive) TerminalInteraction() else VisitingInteraction()
            runBlocking { TourSteps(server, directory.resolve("token-store.json"), user, say).run() }
        }
        0
    } catch (e: AuthException) {
        say("The tour failed. ${e.message}")
        1
    } catch (e: IllegalStateException) {
        say("The tour failed. ${e.message}")
        1
    } finally {
        directory.deleteRecursively()
    }
}
