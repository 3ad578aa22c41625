package io.github.oidcauth.sample.server

import java.net.BindException
import java.util.concurrent.CountDownLatch
import kotlin.system.exitProcess

/** Runs a [SampleServer] until it is interrupted. The first line on standard output is its URL. Bad arguments exit with 2. */
public fun main(arguments: Array<String>) {
    val options =
        try {
            CommandLine.parse(arguments.toList())
        } catch (failure: CommandLine.Misuse) {
            System.err.println(failure.message)
            exitProcess(2)
        }
    if (options.help) {
        println(CommandLine.HELP)
        return
    }
    val server =
        try {
            SampleServer.start(options.settings)
        } catch (failure: BindException) {
            System.err.println("The port ${options.settings.port} cannot be opened: ${failure.message}.")
            exitProcess(1)
        }
    Runtime.getRuntime().addShutdownHook(Thread(server::close))
    println(server.url)
    println(
        "With a broker in front: ${server.brokerUrl}. Sign in as alice, password alice, or as bob, password bob. Ctrl-C ends it.",
    )
    println(
        "Also an OpenID issuer: client ${SampleClients.CLI} has no secret, ${SampleClients.SERVICE} has ${SampleClients.SECRET}.",
    )
    CountDownLatch(1).await()
}
