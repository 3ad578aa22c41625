package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.process.ServerProcess
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/** A real OpenID provider (node oidc-provider) with login, consent and device pages; every user's password is the user's name. */
internal class OidcProvider private constructor(private val process: ServerProcess) : AutoCloseable by process {
    val issuer: String = process.address
    val discoveryUrl: String = "$issuer/.well-known/openid-configuration"

    /** Returns the number of requests of this [grantType] to the token endpoint so far. */
    fun tokenRequests(grantType: String): Int =
        HttpProbe.json("$issuer/interop/token-requests")[grantType]?.jsonPrimitive?.int ?: 0

    /** Decides a device login without a browser. */
    fun decideDevice(userCode: String, decision: Decision) {
        HttpProbe.post("$issuer/interop/device?user_code=$userCode&decision=${decision.word}").statusCode() shouldBe 200
    }

    enum class DeviceGrant(val word: String) {
        ON("on"),

        /** The endpoint is there, but the application may not use it: `unauthorized_client`. */
        REFUSED("refused"),

        /** There is no endpoint. */
        OFF("off"),
    }

    /** @property accessTokenLifetime in whole seconds. */
    data class Settings(
        val deviceGrant: DeviceGrant = DeviceGrant.ON,
        val accessTokenLifetime: Duration = 10.minutes,
        val rotateRefreshTokens: Boolean = false,
    )

    companion object {
        fun start(name: String, settings: Settings): OidcProvider {
            val environment = mapOf(
                "DEVICE_FLOW" to settings.deviceGrant.word,
                "ACCESS_TOKEN_SECONDS" to "${settings.accessTokenLifetime.inWholeSeconds}",
                "ROTATE_REFRESH_TOKENS" to if (settings.rotateRefreshTokens) "on" else "off",
            )
            return OidcProvider(ServerProcess.start("$name-provider", NodeEnvironment.commandOf("provider.mjs"), environment))
        }
    }
}
