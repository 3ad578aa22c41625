package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.AuthException
import io.github.oidcauth.ChildProcess
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import kotlinx.coroutines.runBlocking
import java.io.File
import java.io.IOException
import java.net.Authenticator
import java.net.InetSocketAddress
import java.net.PasswordAuthentication
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI
import kotlin.time.Duration.Companion.seconds

/**
 * Run in a JVM of its own: gets a URL with the environment's client and ends without closing it. It prints the response, or
 * what it failed with. The property `selector` is the port of a proxy that the program's own `ProxySelector` names, and
 * `authenticator` what its `java.net.Authenticator` knows, as `user:password`.
 */
internal object GetProgram {
    @JvmStatic
    fun main(args: Array<String>) {
        System.getProperty("selector")?.let { ProxySelector.setDefault(OneProxy(it.toInt())) }
        System.getProperty("authenticator")?.let {
            Authenticator.setDefault(OneLogin(it.substringBefore(':'), it.substringAfter(':')))
        }
        val transport = Transport(DefaultHttpClient.create(ProcessEnvironment), JvmFaultFinder, 30.seconds)
        try {
            val response = runBlocking { transport.get(args.single()) }
            println("${response.statusCode} ${response.body}")
        } catch (e: AuthException) {
            println("${e.javaClass.simpleName}: ${e.message}")
        }
    }

    /** Returns the last line that the program prints when it gets [url]. */
    fun run(
        url: String,
        environment: Map<String, String>,
        vararg properties: String,
    ): String {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val command =
            listOf(java) + ChildProcess.QUICK_START + properties + listOf("-cp", classes, GetProgram::class.java.name, url)
        val child = ProcessBuilder(command).redirectErrorStream(true)
        child.environment().keys.removeIf { it.endsWith("_proxy", ignoreCase = true) }
        child.environment() += environment
        return child.start().inputStream.bufferedReader().readText().trim().lines().last()
    }

    private class OneProxy(
        private val port: Int,
    ) : ProxySelector() {
        override fun select(uri: URI): List<Proxy> = listOf(Proxy(Proxy.Type.HTTP, InetSocketAddress("127.0.0.1", port)))

        override fun connectFailed(
            uri: URI,
            address: SocketAddress,
            failure: IOException,
        ) = Unit
    }

    /** Knows the login of proxies alone. */
    private class OneLogin(
        private val user: String,
        private val password: String,
    ) : Authenticator() {
        override fun getPasswordAuthentication(): PasswordAuthentication? =
            if (requestorType == RequestorType.PROXY && requestingScheme.equals("Basic", ignoreCase = true)) {
                PasswordAuthentication(user, password.toCharArray())
            } else {
                null
            }
    }
}
