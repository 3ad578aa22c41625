package io.github.oidcauth.redis.internal

import io.github.oidcauth.InvalidConfigException
import java.net.URI
import java.net.URISyntaxException
import java.net.URLDecoder

/** Where a Redis is, and as whom to speak to it: `rediss://user:password@host:6379/0?setting=value`. The password is not printed. */
internal class RedisAddress private constructor(
    val isTls: Boolean,
    /** A name or a number; that of IPv6 without brackets. */
    val host: String,
    val port: Int,
    val user: String?,
    val password: String?,
    val database: Int,
    val settings: Map<String, String>,
) {
    /** Whether what is sent there does not leave this machine. */
    val isLoopback: Boolean get() = host.equals("localhost", ignoreCase = true) || host == "::1" || LOOPBACK.matches(host)

    fun withPassword(password: String): RedisAddress = RedisAddress(isTls, host, port, user, password, database, settings)

    override fun toString(): String {
        val scheme = if (isTls) TLS else PLAIN
        val who = if (user != null) "$user@" else ""
        val place = if (':' in host) "[$host]" else host
        return "$scheme://$who$place:$port/$database"
    }

    companion object {
        const val PLAIN: String = "redis"
        const val TLS: String = "rediss"
        const val PORT: Int = 6379

        private const val MAX_PORT = 65_535
        private const val MAX_DATABASE = 65_535
        private val LOOPBACK = Regex("""127\.\d{1,3}\.\d{1,3}\.\d{1,3}""")

        /** @throws InvalidConfigException when [text] is no such address. Nothing of it is in the message. */
        fun parse(text: String): RedisAddress {
            val uri = uri(text)
            val isTls =
                when (uri.scheme?.lowercase()) {
                    PLAIN -> false
                    TLS -> true
                    else -> throw fault("It begins with redis:// or, for TLS, with rediss://.")
                }
            val host = uri.host?.removeSurrounding("[", "]") ?: throw fault("There is no host in it.")
            if (uri.rawFragment != null) throw fault("A # in a password is written %23.")
            val port = if (uri.port == -1) PORT else uri.port
            if (port !in 1..MAX_PORT) throw fault("A port goes from 1 to $MAX_PORT.")
            val (user, password) = credentials(uri.rawUserInfo)
            return RedisAddress(isTls, host, port, user, password, database(uri.rawPath), settings(uri.rawQuery))
        }

        private fun uri(text: String): URI =
            try {
                URI(text)
            } catch (_: URISyntaxException) {
                // What it says has the password in it.
                throw fault("Write characters of a password that are no letters or digits as %20, %40 and so on.")
            }

        /** `user:password`, `:password` or `user`. */
        private fun credentials(userInfo: String?): Pair<String?, String?> {
            if (userInfo.isNullOrEmpty()) return null to null
            val user = decoded(userInfo.substringBefore(':')).ifEmpty { null }
            val password = if (':' in userInfo) decoded(userInfo.substringAfter(':')).ifEmpty { null } else null
            return user to password
        }

        private fun database(path: String?): Int {
            val name = path.orEmpty().removePrefix("/")
            if (name.isEmpty()) return 0
            return name.toIntOrNull()?.takeIf { it in 0..MAX_DATABASE }
                ?: throw fault("After the host comes the number of a database.")
        }

        private fun settings(query: String?): Map<String, String> {
            if (query.isNullOrEmpty()) return emptyMap()
            val pairs = query.split('&').map { decoded(it.substringBefore('=')) to decoded(it.substringAfter('=', "")) }
            val names = pairs.map { it.first }
            if (names.toSet().size != names.size) throw fault("A setting is there twice.")
            return pairs.toMap()
        }

        private fun decoded(text: String): String =
            try {
                // A plus is a plus here, and no blank.
                URLDecoder.decode(text.replace("+", "%2B"), Charsets.UTF_8)
            } catch (_: IllegalArgumentException) {
                throw fault("A % in it is written %25.")
            }

        private fun fault(reason: String) = InvalidConfigException("The address of the Redis cannot be used. $reason")
    }
}
