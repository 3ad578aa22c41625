package io.github.oidcauth.redis.internal

import io.github.oidcauth.InvalidConfigException
import java.net.URI
import java.net.URISyntaxException
import java.net.URLDecoder

/**
 * The address of a Redis and the user for it: `rediss://user:password@host:6379/0?setting=value`; or the sentinels that know
 * its address, and its name there: `rediss-sentinel://user:password@host:26379,host:26379/0?setting=value#name`. The password
 * is not printed.
 */
internal class RedisAddress private constructor(
    val isTls: Boolean,
    /** The one server, or the sentinels. */
    val nodes: List<Node>,
    /** The name of the server at the sentinels, or null if there are none. */
    val master: String?,
    val user: String?,
    val password: String?,
    val database: Int,
    val settings: Map<String, String>,
) {
    class Node(
        /** A name or an IP address; an IPv6 address without brackets. */
        val host: String,
        val port: Int,
    ) {
        override fun toString(): String = (if (':' in host) "[$host]" else host) + ":$port"
    }

    /**
     * True if data for this address do not leave this machine. False for sentinels, because the address that they return is
     * not known.
     */
    val isLoopback: Boolean
        get() = master == null &&
            nodes.all { it.host.equals("localhost", ignoreCase = true) || it.host == "::1" || LOOPBACK.matches(it.host) }

    fun withPassword(password: String): RedisAddress = RedisAddress(isTls, nodes, master, user, password, database, settings)

    override fun toString(): String {
        val scheme = (if (isTls) TLS else PLAIN) + if (master != null) SENTINEL else ""
        val who = if (user != null) "$user@" else ""
        val name = if (master != null) "#$master" else ""
        return "$scheme://$who${nodes.joinToString(",")}/$database$name"
    }

    companion object {
        const val PLAIN: String = "redis"
        const val TLS: String = "rediss"
        const val SENTINEL: String = "-sentinel"
        const val PORT: Int = 6379
        const val SENTINEL_PORT: Int = 26_379

        private const val MAX_PORT = 65_535
        private const val MAX_DATABASE = 65_535
        private val LOOPBACK = Regex("""127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}""")
        private val MASTER = Regex("[A-Za-z0-9._-]{1,100}")

        /**
         * Reads an address. @throws InvalidConfigException if [text] is not such an address. The message contains nothing of
         * it.
         */
        fun parse(text: String): RedisAddress {
            val uri = uri(text)
            val scheme = uri.scheme?.lowercase().orEmpty()
            val isSentinel = scheme.endsWith(SENTINEL)
            val isTls =
                when (scheme.removeSuffix(SENTINEL)) {
                    PLAIN -> false
                    TLS -> true
                    else -> throw fault("It begins with redis:// or, for TLS, with rediss://.")
                }
            val authority = uri.rawAuthority.orEmpty()
            val places = authority.substringAfterLast('@').split(',')
            val hasTooManyHosts = places.size > 1 && !isSentinel
            if (hasTooManyHosts) {
                throw fault("It has several hosts, which only redis-sentinel:// allows.")
            }
            val nodes = places.map { node(it, if (isSentinel) SENTINEL_PORT else PORT) }
            val (user, password) = credentials(if ('@' in authority) authority.substringBeforeLast('@') else null)
            val master = master(uri.rawFragment, isSentinel)
            return RedisAddress(isTls, nodes, master, user, password, database(uri.rawPath), settings(uri.rawQuery))
        }

        private fun node(
            place: String,
            defaultPort: Int,
        ): Node {
            val uri = uri("$PLAIN://$place")
            val host = uri.host?.removeSurrounding("[", "]") ?: throw fault("There is no host in it.")
            val port = if (uri.port == -1) defaultPort else uri.port
            if (port !in 1..MAX_PORT) throw fault("A port goes from 1 to $MAX_PORT.")
            return Node(host, port)
        }

        private fun master(
            fragment: String?,
            isSentinel: Boolean,
        ): String? {
            if (!isSentinel) return if (fragment == null) null else throw fault("A # in a password is written %23.")
            return fragment?.takeIf { MASTER.matches(it) }
                ?: throw fault("The name of the Redis at the sentinels follows a #, as in #mymaster.")
        }

        private fun uri(text: String): URI =
            try {
                URI(text)
            } catch (_: URISyntaxException) {
                // The message of the cause contains the password.
                throw fault("Percent-encode the characters of a password that are not letters or digits (%20, %40).")
            }

        /** Reads `user:password`, `:password` or `user`. */
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
                ?: throw fault("The number of a database follows the host.")
        }

        private fun settings(query: String?): Map<String, String> {
            if (query.isNullOrEmpty()) return emptyMap()
            val pairs = query.split('&').map { decoded(it.substringBefore('=')) to decoded(it.substringAfter('=', "")) }
            val names = pairs.map { it.first }
            if (names.toSet().size != names.size) throw fault("A setting is repeated.")
            return pairs.toMap()
        }

        private fun decoded(text: String): String =
            try {
                // Here a plus is a plus, not a blank.
                URLDecoder.decode(text.replace("+", "%2B"), Charsets.UTF_8)
            } catch (_: IllegalArgumentException) {
                throw fault("A % in it is written %25.")
            }

        private fun fault(reason: String) = InvalidConfigException("The address of the Redis cannot be used. $reason")
    }
}
