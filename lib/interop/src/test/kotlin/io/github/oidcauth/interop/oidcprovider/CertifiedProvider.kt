package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.process.ServerProcess
import io.kotest.matchers.shouldBe
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/**
 * A real OpenID provider (node oidc-provider) with everything that it can do; its head comment tells how to drive it. Every
 * user's password is the user's name. Clients: [CertifiedClient].
 */
internal class CertifiedProvider private constructor(
    private val process: ServerProcess,
    settings: Settings,
) : AutoCloseable by process {
    val issuer: String = process.address
    val discoveryUrl: String = "$issuer/.well-known/openid-configuration"

    /** Plain HTTP to this provider, without a client certificate. */
    val probe: HttpProbe = if (settings.tls) HttpProbe(TestCertificates.tls()) else HttpProbe

    /** Decides a device login without a browser. */
    fun decideDevice(userCode: String, decision: Decision) = decide("device?user_code=$userCode", decision)

    /** Sets the user's decision on the authentication device. */
    fun decideCiba(authReqId: String, decision: Decision) = decide("ciba?auth_req_id=$authReqId", decision)

    private fun decide(what: String, decision: Decision) {
        probe.post("$issuer/interop/$what&decision=${decision.word}").statusCode() shouldBe 200
    }

    /**
     * @property tls https with the certificates of the run, and `mtls_endpoint_aliases` that ask for client certificates.
     * @property dpopNonces whether proofs need a nonce of the server.
     * @property registrationToken the initial access token without which nobody registers; null when anybody may.
     * @property accessTokenLifetime in whole seconds.
     */
    data class Settings(
        val tls: Boolean = false,
        val dpopNonces: Boolean = false,
        val registrationToken: String? = null,
        val accessTokenLifetime: Duration = 10.minutes,
        val rotateRefreshTokens: Boolean = true,
    )

    companion object {
        /** The issuer that may vouch for any user, by a JWT signed with the [TestKeys] (RFC 7523). */
        const val ASSERTION_ISSUER = "https://issuer.test"

        /** Resource servers, with opaque and with JWT access tokens, of the scopes `api:read` and `api:write`. */
        const val OPAQUE_RESOURCE = "urn:interop:opaque"
        const val JWT_RESOURCE = "urn:interop:jwt"

        private val running = mutableMapOf<Settings, CertifiedProvider>()

        /** The one with these [settings] that all specs share. Started by the first test that needs it. */
        @Synchronized
        fun shared(settings: Settings = Settings()): CertifiedProvider =
            running.getOrPut(settings) { start("${running.size + 1}-certified", settings) }

        @Synchronized
        fun closeShared() {
            running.values.forEach(CertifiedProvider::close)
            running.clear()
        }

        private fun start(name: String, settings: Settings): CertifiedProvider {
            val environment = buildMap {
                put("CLIENT_KEYS", "${TestKeys.file}")
                put("DPOP_NONCE", if (settings.dpopNonces) "on" else "off")
                put("ACCESS_TOKEN_SECONDS", "${settings.accessTokenLifetime.inWholeSeconds}")
                put("ROTATE_REFRESH_TOKENS", if (settings.rotateRefreshTokens) "on" else "off")
                settings.registrationToken?.let { put("REGISTRATION_TOKEN", it) }
                if (settings.tls) put("TLS_DIR", "${TestCertificates.folder}")
            }
            val process = ServerProcess.start("$name-provider", NodeEnvironment.commandOf("certified.mjs"), environment)
            return CertifiedProvider(process, settings)
        }
    }
}
