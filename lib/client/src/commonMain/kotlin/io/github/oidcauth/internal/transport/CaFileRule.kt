package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException

/** The rule for a file of certificate authorities in a configuration. Pure. */
internal object CaFileRule {
    /**
     * Returns [path]. [httpClient] is the HTTP client of the program, or null.
     *
     * @throws InvalidConfigException when [path] is empty, or both are set.
     */
    fun validate(
        path: String,
        httpClient: Any?,
    ): String {
        if (path.isBlank()) throw InvalidConfigException("The caFile is empty. Name a file of PEM certificates, or leave it out.")
        if (httpClient != null) {
            throw InvalidConfigException(
                "A caFile cannot be given to an HTTP client of your own. Configure its trust there, or leave one of both out.",
            )
        }
        return path
    }
}
