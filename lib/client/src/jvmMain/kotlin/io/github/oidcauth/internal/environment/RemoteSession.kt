package io.github.oidcauth.internal.environment

import io.github.oidcauth.internal.addresses.Ports

/** A session over SSH on this machine, for advice on how to forward a port to it. */
internal class RemoteSession(
    user: String?,
    host: String?,
    private val sshPort: Int,
) {
    // Both become part of a line that the user copies into a shell.
    private val user = user?.takeIf { NAME.matches(it) } ?: "USER"
    private val host = host?.takeIf { NAME.matches(it) || IPV6.matches(it) } ?: "HOST"

    /** Returns the command that forwards [port] of the user's own machine to this one. */
    fun forwardingCommand(port: Int): String =
        "ssh -L $port:localhost:$port " + (if (sshPort == SSH_PORT) "" else "-p $sshPort ") + "$user@$host"

    companion object {
        private const val SSH_PORT = 22
        private val NAME = Regex("[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}")
        private val IPV6 = Regex("[0-9A-Fa-f:]{2,39}")

        /** Returns the session, or null when this process was not started over SSH. */
        fun detect(
            environment: Environment,
            user: String? = System.getProperty("user.name"),
            hostName: () -> String? = { LocalHostName.find(environment) },
        ): RemoteSession? {
            val connection = environment["SSH_CONNECTION"]?.takeIf { it.isNotBlank() }
            if (connection == null && environment["SSH_TTY"].isNullOrBlank()) return null
            // "client address, client port, server address, server port" (sshd(8)).
            val parts = connection.orEmpty().trim().split(' ')
            return RemoteSession(
                user = user,
                host = hostName() ?: parts.getOrNull(2),
                sshPort = parts.getOrNull(3)?.let(Ports::parse) ?: SSH_PORT,
            )
        }
    }
}
