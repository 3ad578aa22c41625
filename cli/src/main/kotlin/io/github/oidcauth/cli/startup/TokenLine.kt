package io.github.oidcauth.cli.startup

/**
 * The command line `token HOST`, for which a cached token can be printed without the rest of the program. Nothing else may change
 * the result: no option, no variable, no file of settings.
 */
internal class TokenLine private constructor(
    val host: String,
    /** The token file that the environment names, or null for the one in the cache directory. */
    val file: String?,
) {
    companion object {
        private const val COMMAND = "token"
        private const val STORE_VARIABLE = "OIDC_TOKEN_STORE"
        private const val FILE_VARIABLE = "OIDC_TOKEN_FILE"
        private const val SETTINGS = "OIDC_AUTH_"

        /** Variables of the launcher, not of the program. */
        private val OF_LAUNCHER = setOf("OIDC_AUTH_OPTS", "OIDC_AUTH_CDS")

        /** Streams of this process, which are read once. */
        private val STREAMS = arrayOf("/dev/", "/proc/")

        /** Returns the line in [arguments], or null if it is another one, or [environment] has settings for the command. */
        fun of(
            arguments: Array<String>,
            environment: Map<String, String>,
        ): TokenLine? {
            if (arguments.size != 2 || arguments[0] != COMMAND) return null
            val host = arguments[1]
            if (host.isBlank() || host.startsWith('-')) return null
            for (name in environment.keys) if (name.startsWith(SETTINGS) && name !in OF_LAUNCHER) return null
            if (!environment[STORE_VARIABLE].isNullOrBlank()) return null
            val file = environment[FILE_VARIABLE]?.trim()?.ifEmpty { null }
            if (file != null && STREAMS.any { file.startsWith(it) }) return null
            return TokenLine(host, file)
        }
    }
}
