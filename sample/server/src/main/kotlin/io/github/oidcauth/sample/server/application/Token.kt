package io.github.oidcauth.sample.server.application

import java.time.Instant

/** A token as py-oidc-auth hands it out; times are seconds since the epoch. */
internal class Token(
    val accessToken: String,
    val tokenType: String,
    val expires: Long,
    val refreshToken: String?,
    val refreshExpires: Long?,
    val scope: String,
) {
    fun members(): Map<String, Any?> =
        linkedMapOf(
            "access_token" to accessToken,
            "token_type" to tokenType,
            "expires" to expires,
            "refresh_token" to refreshToken,
            "refresh_expires" to refreshExpires,
            "scope" to scope,
        )

    companion object {
        /** Reads a provider's response. Where it says nothing about an expiry, py-oidc-auth takes 180 seconds. */
        fun from(
            response: Map<String, Any?>,
            now: Instant,
        ): Token =
            Token(
                accessToken = text(response, "access_token"),
                tokenType = text(response, "token_type"),
                expires = expiry(response, now, "", "exp", "expires", "expires_at"),
                refreshToken = response["refresh_token"]?.toString(),
                refreshExpires = expiry(response, now, "refresh_", "refresh_exp", "refresh_expires", "refresh_expires_at"),
                scope = text(response, "scope"),
            )

        private fun text(
            response: Map<String, Any?>,
            name: String,
        ) = response[name]?.toString() ?: throw InvalidRequest(400, "Token creation failed: '$name'")

        private fun expiry(
            response: Map<String, Any?>,
            now: Instant,
            prefix: String,
            vararg names: String,
        ): Long =
            names.firstNotNullOfOrNull { (response[it] as? Number)?.toLong()?.takeIf { seconds -> seconds != 0L } }
                ?: (now.epochSecond + ((response["${prefix}expires_in"] as? Number)?.toLong() ?: 180))
    }
}
