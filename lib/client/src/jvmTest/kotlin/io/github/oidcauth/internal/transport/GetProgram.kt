package io.github.oidcauth.internal.transport

import io.github.oidcauth.internal.environment.ProcessEnvironment
import kotlinx.coroutines.runBlocking
import kotlin.time.Duration.Companion.seconds

/** Run in a JVM of its own: gets a URL with the environment's client and ends without closing it. */
internal object GetProgram {
    @JvmStatic
    fun main(args: Array<String>) {
        val transport = Transport(DefaultHttpClient.create(ProcessEnvironment), JvmFaultFinder, 30.seconds)
        val answer = runBlocking { transport.get(args.single()) }
        println("${answer.statusCode} ${answer.body}")
    }
}
