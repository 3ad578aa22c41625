package io.github.oidcauth.internal.responses

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.tokens.durationOf
import io.github.oidcauth.internal.tokens.requiredText
import io.github.oidcauth.internal.tokens.without
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Instant

/** Validates responses of device authorization endpoints (RFC 8628 §3.2). Pure. */
internal object DeviceAuthorizationResponseReader {
    /** The older name of `verification_uri` is Google's. */
    private val PAGES = listOf("verification_uri", "verification_url")

    /** The members that are properties of a [DeviceCode]. */
    private val MEMBERS = PAGES + listOf("device_code", "user_code", "verification_uri_complete", "expires_in", "interval")

    /**
     * Returns the codes in [json], received at [receivedAt].
     *
     * @throws InvalidResponseException when they cannot be used.
     */
    fun validate(
        json: JsonObject,
        receivedAt: Instant,
        allowInsecureHttp: Boolean,
    ): DeviceCode {
        val lifetime = json.durationOf("expires_in") ?: throw InvalidResponseException("The server's response has no expires_in.")
        if (lifetime <= Duration.ZERO) {
            throw InvalidResponseException("The device code was already expired when it arrived. Start the login again.")
        }
        return DeviceCode(
            deviceCode = json.requiredText("device_code"),
            userCode = json.requiredText("user_code"),
            verificationUri = verificationPage(json, allowInsecureHttp),
            // Optional: without it, the user types the code.
            verificationUriComplete = json.pageOf("verification_uri_complete", allowInsecureHttp),
            expiresAt = receivedAt + lifetime,
            lifetime = lifetime,
            interval = json.pollingInterval() ?: DeviceCode.DEFAULT_INTERVAL,
            extra = json.without(MEMBERS),
        )
    }

    private fun verificationPage(
        json: JsonObject,
        allowInsecureHttp: Boolean,
    ): String {
        PAGES.firstNotNullOfOrNull { json.pageOf(it, allowInsecureHttp) }?.let { return it }
        val isNamed = PAGES.any { !json.string(it).isNullOrEmpty() }
        if (!isNamed) {
            throw InvalidResponseException("The server's response has no verification_uri. Ask the operator of the server.")
        }
        throw InvalidResponseException("The address of the verification page is not an https URL, so it is not opened or shown.")
    }
}
