package io.github.oidcauth.internal.environment

/** Run in a JVM of its own: prints what [TerminalProbe] finds there. */
internal object TerminalProbeProgram {
    @JvmStatic
    fun main(args: Array<String>) {
        val probe = TerminalProbe.ofProcess
        println("stdin=${probe.stdin} stderr=${probe.stderr}")
    }
}
