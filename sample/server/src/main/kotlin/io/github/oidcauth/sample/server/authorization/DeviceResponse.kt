package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.web.Origin
import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.springframework.http.server.ServletServerHttpResponse
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.endpoint.OAuth2DeviceAuthorizationResponse
import org.springframework.security.oauth2.core.http.converter.OAuth2DeviceAuthorizationResponseHttpMessageConverter
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken
import org.springframework.security.web.authentication.AuthenticationSuccessHandler
import java.time.Duration

/** The device authorization response (RFC 8628 §3.2) with the `interval` that Spring's own leaves out. */
internal class DeviceResponse(
    private val origin: Origin,
    private val interval: Duration,
) : AuthenticationSuccessHandler {
    private val converter = OAuth2DeviceAuthorizationResponseHttpMessageConverter()

    override fun onAuthenticationSuccess(
        request: HttpServletRequest,
        response: HttpServletResponse,
        authentication: Authentication,
    ) {
        val device = authentication as OAuth2DeviceAuthorizationRequestAuthenticationToken
        val userCode = checkNotNull(device.userCode) { "A device authorization without a user code." }
        val body =
            OAuth2DeviceAuthorizationResponse
                .with(checkNotNull(device.deviceCode) { "A device authorization without a device code." }, userCode)
                .verificationUri("${origin.url}/activate")
                .verificationUriComplete("${origin.url}/activate?user_code=${userCode.tokenValue}")
                // Whole seconds, rounded up, so that a client that keeps the interval is never too fast.
                .interval(interval.plusNanos(999_999_999).seconds)
                .build()
        converter.write(body, null, ServletServerHttpResponse(response))
    }
}
