package io.github.oidcauth.sample.server

import com.nimbusds.jose.jwk.JWKSet
import java.text.ParseException
import java.time.Duration

/**
 * The behaviour of a [SampleServer]. The defaults are those of an ordinary provider; tests shorten the lifetimes.
 *
 * Instances are immutable and hold no secret worth keeping: the server listens on the loopback address only, and its client
 * and its users are published here.
 *
 * @property port the TCP port on 127.0.0.1, 0..65535; 0 takes a free one.
 * @property accessTokenLifetime lifetime of the provider's access tokens; positive.
 * @property refreshTokenLifetime lifetime of the provider's refresh tokens; positive.
 * @property deviceCodeLifetime lifetime of a device code and of its user code; positive.
 * @property deviceInterval the time that must pass between two polls of one device code, zero or more. A poll that comes
 *     sooner than this after the one before gets `slow_down` (RFC 8628 §3.5). The device response says it as
 *     `interval`, in whole seconds, rounded up.
 * @property deviceGrant whether the provider offers the device authorization grant. Without it, its discovery document names
 *     no device endpoint and the application responds with 502.
 * @property rotateRefreshTokens whether each refresh hands out a new refresh token and ends the old one.
 * @property brokerDeviceTokenLifetime lifetime of the broker's token after a device login. py-oidc-auth says 30 days.
 * @property brokerTokenLifetime lifetime of the broker's token after a code login or a refresh. py-oidc-auth says one hour.
 * @property clientId the identifier under which the application is registered with the provider.
 * @property clientSecret the secret of that registration, for those who put another application in front of the provider.
 * @property serviceKeys keys that [SampleClients.KEY_SERVICE] may sign with besides [SampleServer.serviceKey]: a JSON Web Key
 *     Set (RFC 7517 §5) of RSA or elliptic curve keys, of which the public halves suffice.
 * @property backchannelLifetime how long a user can respond to a client that asks in the background (CIBA Core 1.0 §7.3);
 *     positive. A client may ask for less.
 * @property backchannelInterval the time that must pass between two polls for such a response, zero or more.
 * @property notificationEndpoint where [SampleClients.PING_SERVICE] listens for the news that there is a response: an `http`
 *     or `https` address. Without one that client is not registered.
 * @property dpopNonces whether a DPoP proof needs a nonce of the server (RFC 9449 §8, §9), one for tokens and another for
 *     userinfo.
 * @throws IllegalArgumentException if a value is out of its range
 */
public class Settings
    @JvmOverloads
    constructor(
        public val port: Int = 0,
        public val accessTokenLifetime: Duration = Duration.ofMinutes(5),
        public val refreshTokenLifetime: Duration = Duration.ofHours(1),
        public val deviceCodeLifetime: Duration = Duration.ofMinutes(5),
        public val deviceInterval: Duration = Duration.ofSeconds(5),
        public val deviceGrant: Boolean = true,
        public val rotateRefreshTokens: Boolean = true,
        public val brokerDeviceTokenLifetime: Duration = Duration.ofDays(30),
        public val brokerTokenLifetime: Duration = Duration.ofHours(1),
        public val clientId: String = "sample-application",
        public val clientSecret: String = "sample-secret",
        public val serviceKeys: String? = null,
        public val backchannelLifetime: Duration = Duration.ofMinutes(2),
        public val backchannelInterval: Duration = Duration.ofSeconds(5),
        public val notificationEndpoint: String? = null,
        public val dpopNonces: Boolean = false,
    ) {
        init {
            require(port in 0..65535) { "The port must lie between 0 and 65535, not $port." }
            requirePositive("access token", accessTokenLifetime)
            requirePositive("refresh token", refreshTokenLifetime)
            requirePositive("device code", deviceCodeLifetime)
            requirePositive("broker's device token", brokerDeviceTokenLifetime)
            requirePositive("broker's token", brokerTokenLifetime)
            requirePositive("backchannel request", backchannelLifetime)
            require(!deviceInterval.isNegative) { "The device interval must not be negative." }
            require(!backchannelInterval.isNegative) { "The backchannel interval must not be negative." }
            require(notificationEndpoint == null || HTTP_ADDRESS.matches(notificationEndpoint)) {
                "The notification endpoint must be an http or https address."
            }
            require(clientId.isNotEmpty() && clientSecret.isNotEmpty()) { "The client needs an identifier and a secret." }
            require(serviceKeys == null || isKeySet(serviceKeys)) { "The keys of the service must be a JSON Web Key Set." }
        }

        private companion object {
            val HTTP_ADDRESS = Regex("https?://[^\\s#]+")
        }

        private fun isKeySet(text: String): Boolean =
            try {
                JWKSet.parse(text).keys.isNotEmpty()
            } catch (_: ParseException) {
                false
            }

        private fun requirePositive(
            name: String,
            lifetime: Duration,
        ): Unit = require(!lifetime.isNegative && !lifetime.isZero) { "The lifetime of the $name must be positive." }
    }
