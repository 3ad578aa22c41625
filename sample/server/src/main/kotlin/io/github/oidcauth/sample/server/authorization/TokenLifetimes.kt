package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.Settings
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings

/** The same lifetimes and the same rotation for every client. */
internal fun tokenSettings(settings: Settings): TokenSettings =
    TokenSettings
        .builder()
        .accessTokenTimeToLive(settings.accessTokenLifetime)
        .refreshTokenTimeToLive(settings.refreshTokenLifetime)
        .deviceCodeTimeToLive(settings.deviceCodeLifetime)
        .reuseRefreshTokens(!settings.rotateRefreshTokens)
        .build()
