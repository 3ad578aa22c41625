package io.github.oidcauth.cli.credentials

import io.github.oidcauth.cli.onOneLine

/** The servers that may receive a token: those that the user has named. No other server ever does. */
internal class TokenRecipients(
    private val servers: List<ServerAddress>,
) {
    /** Returns true if [server] may receive the token. */
    fun accept(server: ServerAddress?): Boolean = server != null && server in servers

    /**
     * Returns the recipient that Docker means by [name]: `registry.example.com:5000`, or a URL of that server. Docker leaves
     * the scheme out and requests `https` unless the user has set otherwise. Null if it is none of the recipients.
     */
    fun registry(name: String): ServerAddress? {
        if ("://" in name) return ServerAddress.ofUri(name)?.takeIf(::accept)
        val authority = name.substringBefore('/')
        return listOfNotNull(ServerAddress.of("https", authority), ServerAddress.of("http", authority)).find(::accept)
    }

    /** The servers as URLs, in the order of the user. */
    fun urls(): List<String> = servers.map { it.toString() }.distinct()

    companion object {
        /** Returns the recipient in [text]. @throws IllegalArgumentException that says what to write, if it cannot be one. */
        fun parse(text: String): ServerAddress {
            val shown = text.onOneLine()
            val server = ServerAddress.ofUri(text)
            requireNotNull(server) { "'$shown' is not the address of a server, such as https://git.example.com." }
            require(ServerAddress.pathOf(text).orEmpty() in setOf("", "/")) {
                "'$shown' has a path. Write the server alone: $server."
            }
            require(server.isEncrypted || server.isLoopback) {
                "'$shown' is not encrypted, so others could read the token on its way. Write ${server.copy(isEncrypted = true)}."
            }
            return server
        }
    }
}
