package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.process.FreePorts
import io.github.oidcauth.interop.process.ServerProcess
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Duration.Companion.minutes

/**
 * A real Keycloak with the realm `interop`. Its users are alice with the password alice, and bob with bob, whose address, alice's
 * elsewhere, has not been verified. Clients: [KeycloakClient].
 */
internal class Keycloak private constructor(
    private val process: ServerProcess,
    /** The same realm over https, with the certificates of the run, where client certificates are asked for. */
    val tlsIssuer: String,
    /** The device on which the user agrees to CIBA requests. */
    val cibaDevice: CibaDevice,
    /** The host on which clients publish request objects for Keycloak. */
    val requestObjects: RequestObjectHost,
) : AutoCloseable {
    val issuer: String = process.address
    val discoveryUrl: String = "$issuer/.well-known/openid-configuration"
    val tokenEndpoint: String = "$issuer/protocol/openid-connect/token"

    /** An initial access token with which [clients] clients may register, whatever the policies for strangers say (RFC 7591). */
    fun initialAccessToken(clients: Int = 10): String {
        val wish = """{"count":$clients,"expiration":600}"""
        val response = HttpProbe.postJson("$adminUrl/clients-initial-access", wish, adminHeaders())
        return response.jsonObject().getValue("token").jsonPrimitive.content
    }

    /** The realm in Keycloak's administration API. */
    val adminUrl: String = "${issuer.substringBefore("/realms/")}/admin/realms/$REALM"

    /** Returns the headers of a request to [adminUrl]. */
    fun adminHeaders(): Map<String, String> {
        val server = issuer.substringBefore("/realms/")
        val login = mapOf("grant_type" to "password", "client_id" to "admin-cli", "username" to ADMIN, "password" to ADMIN)
        val admin = HttpProbe.postForm("$server/realms/master/protocol/openid-connect/token", login).jsonObject()
        return mapOf("Authorization" to "Bearer ${admin.getValue("access_token").jsonPrimitive.content}")
    }

    override fun close() {
        process.close()
        cibaDevice.close()
        requestObjects.close()
    }

    companion object {
        const val REALM = "interop"

        /**
         * The issuer that may vouch for [ASSERTION_SUBJECT], which is alice, by a JWT signed with [TestKeys.ES256] (RFC
         * 7523).
         */
        const val ASSERTION_ISSUER = "https://issuer.test"
        const val ASSERTION_SUBJECT = "alice-elsewhere"

        private const val ADMIN = "admin"
        private val PATIENCE = 3.minutes
        private var running: Keycloak? = null

        /** The one that all specs share. Started by the first test that needs it, which takes its time. */
        @Synchronized
        fun shared(): Keycloak = running ?: start().also { running = it }

        @Synchronized
        fun closeShared() {
            running?.close()
            running = null
        }

        private fun start(): Keycloak {
            val cibaDevice = CibaDevice()
            val requestObjects = RequestObjectHost()
            val (port, tlsPort) = FreePorts.take(2)
            val options = listOf(
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=$port",
                "--https-port=$tlsPort",
                "--https-key-store-file=${TestCertificates.server.file}",
                "--https-key-store-password=${TestCertificates.PASSWORD}",
                "--https-trust-store-file=${TestCertificates.authorityFile}",
                "--https-trust-store-password=${TestCertificates.PASSWORD}",
                // Whom it trusts when it fetches something.
                "--truststore-paths=${TestCertificates.folder.resolve("ca.pem")}",
                // The issuer is the address that is asked, so both addresses have one that is right.
                "--hostname-strict=false",
                "--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=${cibaDevice.requestUrl}",
            )
            val command = KeycloakDistribution.startCommand(
                realm(cibaDevice, requestObjects),
                Folders.logs.resolve("keycloak.log"),
                options,
            )
            val environment = KeycloakDistribution.environment + mapOf(
                "ISSUER" to "http://127.0.0.1:$port/realms/$REALM",
                "KC_BOOTSTRAP_ADMIN_USERNAME" to ADMIN,
                "KC_BOOTSTRAP_ADMIN_PASSWORD" to ADMIN,
            )
            val process = ServerProcess.start("keycloak-script", command, environment, PATIENCE)
            return Keycloak(process, "https://127.0.0.1:$tlsPort/realms/$REALM", cibaDevice, requestObjects)
        }

        /** The realm file with what only this run knows, and with the keys, which it shares with other servers. */
        private fun realm(cibaDevice: CibaDevice, requestObjects: RequestObjectHost): String {
            val file = checkNotNull(Keycloak::class.java.getResourceAsStream("/keycloak/realm.json"))
            val realm = Json.parseToJsonElement(file.use { it.readAllBytes().decodeToString() })
            return realm.filled(
                mapOf(
                    "@CLIENT_JWKS@" to TestKeys.publicJwks(),
                    "@ES256_JWKS@" to TestKeys.publicJwks(TestKeys.ES256),
                    "@NOTIFICATION_ENDPOINT@" to cibaDevice.notificationUrl,
                    "@REQUEST_OBJECTS@" to requestObjects.everything,
                ),
            ).toString()
        }

        private fun JsonElement.filled(values: Map<String, String>): JsonElement = when (this) {
            is JsonObject -> JsonObject(jsonObject.mapValues { it.value.filled(values) })
            is JsonArray -> JsonArray(jsonArray.map { it.filled(values) })
            is JsonPrimitive -> if (isString && content in values) JsonPrimitive(values.getValue(content)) else this
        }
    }
}
