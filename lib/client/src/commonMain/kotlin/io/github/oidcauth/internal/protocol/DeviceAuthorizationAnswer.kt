package io.github.oidcauth.internal.protocol

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UntrustedAnswerException
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Instant

/** Judges the answers of device authorization endpoints (RFC 8628 §3.2). Pure. */
internal object DeviceAuthorizationAnswer {
    /** The codes in [json], received at [receivedAt]. @throws UntrustedAnswerException when they cannot be used. */
    fun judge(
        json: JsonObject,
        receivedAt: Instant,
        allowInsecureHttp: Boolean,
    ): DeviceCode {
        val lifetime = json.durationOf("expires_in") ?: throw UntrustedAnswerException("The server's answer has no expires_in.")
        if (lifetime <= Duration.ZERO) {
            throw UntrustedAnswerException("The device code was already expired when it arrived. Start the login again.")
        }
        val complete = json.text("verification_uri_complete")?.takeIf { it.isNotEmpty() }
        return DeviceCode(
            deviceCode = json.requiredText("device_code"),
            userCode = json.requiredText("user_code"),
            // Google's name for it came before the specification's.
            verificationUri = page(json.text("verification_uri") ?: json.requiredText("verification_url"), allowInsecureHttp),
            verificationUriComplete = complete?.let { page(it, allowInsecureHttp) },
            expiresAt = receivedAt + lifetime,
            lifetime = lifetime,
            interval = json.durationOf("interval")?.takeIf { it > Duration.ZERO } ?: DeviceCode.DEFAULT_INTERVAL,
        )
    }

    private fun page(
        url: String,
        allowInsecureHttp: Boolean,
    ): String =
        WebAddress.parse(url)?.takeIf { it.isSecure || allowInsecureHttp }?.url
            ?: throw UntrustedAnswerException(
                "The address of the verification page is not an https URL, so it is not opened or shown.",
            )
}
