package io.github.oidcauth.interop.keycloak

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.HttpProbe
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.seconds

/**
 * The telephone of Keycloak's users: a loopback server that Keycloak tells of every CIBA request, and by which a test decides
 * it. It is also the notification endpoint of [KeycloakClient.CIBA_PING].
 */
internal class CibaDevice : AutoCloseable {
    private val requests = LinkedBlockingQueue<Request>()
    private val notifications = LinkedBlockingQueue<Notification>()

    private val server = HttpServer.create(InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0).apply {
        createContext("/requests") { exchange ->
            val bearer = exchange.authorization().removePrefix("Bearer ")
            requests += Request(bearer, Json.parseToJsonElement(exchange.text()).jsonObject)
            exchange.respond(201)
        }
        createContext("/notifications") { exchange ->
            notifications += Notification(exchange.authorization(), exchange.text())
            exchange.respond(204)
        }
        start()
    }
    private val address = "http://127.0.0.1:${server.address.port}"

    val requestUrl: String = "$address/requests"
    val notificationUrl: String = "$address/notifications"

    /** The first request with this [bindingMessage] that nobody has taken yet; it is waited for. */
    fun request(bindingMessage: String): Request = requests.first { it.bindingMessage == bindingMessage }

    /** The notification for this [authReqId]; it is waited for. */
    fun notification(authReqId: String): Notification = notifications.first { it.authReqId == authReqId }

    override fun close() = server.stop(0)

    /** A request of Keycloak to the user. */
    class Request(private val bearer: String, private val content: JsonObject) {
        val loginHint: String? get() = content.string("login_hint")
        val scope: String? get() = content.string("scope")
        val bindingMessage: String? get() = content.string("binding_message")
        val acrValues: String? get() = content.string("acr_values")

        /** Lets the user of [keycloak] respond to this request. */
        fun decide(keycloak: Keycloak, decision: Decision) {
            val status = if (decision == Decision.ALLOW) "SUCCEED" else "UNAUTHORIZED"
            val callback = "${keycloak.issuer}/protocol/openid-connect/ext/ciba/auth/callback"
            val headers = mapOf("Authorization" to "Bearer $bearer")
            HttpProbe.postJson(callback, """{"status":"$status"}""", headers).statusCode() shouldBe 200
        }
    }

    /** @property authorization the header of that name. */
    class Notification(val authorization: String, val body: String) {
        /** The `client_notification_token` of the request. */
        val bearer: String = authorization.removePrefix("Bearer ")
        val authReqId: String? = Json.parseToJsonElement(body).jsonObject.string("auth_req_id")
    }

    private companion object {
        val PATIENCE = 20.seconds

        fun <T> LinkedBlockingQueue<T>.first(wanted: (T) -> Boolean): T {
            while (true) {
                val next =
                    checkNotNull(poll(PATIENCE.inWholeSeconds, TimeUnit.SECONDS)) { "Keycloak sent nothing within $PATIENCE." }
                if (wanted(next)) return next
            }
        }

        fun HttpExchange.authorization() = requestHeaders.getFirst("Authorization").orEmpty()

        fun HttpExchange.text() = requestBody.readAllBytes().decodeToString()

        fun HttpExchange.respond(status: Int) {
            sendResponseHeaders(status, -1)
            close()
        }

        fun JsonObject.string(name: String) = get(name)?.jsonPrimitive?.content
    }
}
