package io.github.oidcauth.sample.server.authorization

import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2DeviceCode
import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationToken
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap

/**
 * Responds with `slow_down` to a poll that comes less than [interval] after the one before (RFC 8628 §3.5), which Spring
 * Authorization Server leaves to others. The first poll may come at once. The interval itself does not grow: that is the
 * client's part. A code that is unknown, used, refused or expired gets its error at once.
 */
internal class DevicePollingLimiter(
    private val interval: Duration,
    private val delegate: AuthenticationProvider,
    private val authorizations: OAuth2AuthorizationService,
    private val nanoTime: () -> Long = System::nanoTime,
) : AuthenticationProvider {
    private val lastPolls = ConcurrentHashMap<String, Long>()

    override fun authenticate(authentication: Authentication): Authentication? {
        val poll = authentication as OAuth2DeviceCodeAuthenticationToken
        if (isOpen(poll.deviceCode)) {
            val now = nanoTime()
            val last = lastPolls.put(poll.deviceCode, now)
            if (last != null && now - last < interval.toNanos()) {
                throw OAuth2AuthenticationException(OAuth2Error("slow_down", null, RFC_8628))
            }
        }
        return delegate.authenticate(authentication)
    }

    private fun isOpen(deviceCode: String): Boolean =
        authorizations
            .findByToken(deviceCode, OAuth2TokenType(OAuth2ParameterNames.DEVICE_CODE))
            ?.getToken(OAuth2DeviceCode::class.java)
            ?.isActive == true

    override fun supports(authentication: Class<*>): Boolean = delegate.supports(authentication)

    private companion object {
        const val RFC_8628 = "https://datatracker.ietf.org/doc/html/rfc8628#section-3.5"
    }
}
