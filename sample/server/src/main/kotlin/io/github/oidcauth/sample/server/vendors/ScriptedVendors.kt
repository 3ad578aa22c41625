package io.github.oidcauth.sample.server.vendors

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.net.URLDecoder
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/**
 * Stands in for GitHub and Google in tests of programs: their login endpoints and one resource of each API, with the responses
 * that their documentation shows, on one port of this machine. Whoever is asked to log in is logged in at once.
 *
 * It shows that a program fits that documentation, and nothing about the real services. Thread-safe.
 */
public class ScriptedVendors private constructor(
    private val server: HttpServer,
) : AutoCloseable {
    /** A request as a vendor received it: [url] is that of the vendor, [form] is empty unless the body was a form. */
    public class Received(
        public val url: String,
        public val form: Map<String, String>,
        public val userAgent: String?,
    )

    private val threads = Executors.newCachedThreadPool()
    private val issued = AtomicInteger()
    private val accepted = ConcurrentHashMap.newKeySet<String>()
    private val log = CopyOnWriteArrayList<Received>()

    /** The requests so far, in order. */
    public val requests: List<Received> get() = log.toList()

    init {
        server.executor = threads
        server.createContext("/") { exchange -> exchange.use(::respond) }
        server.start()
    }

    /** Returns the address here of [url], an https URL of a vendor. */
    public fun local(url: String): String =
        "http://127.0.0.1:${server.address.port}/" + url.removePrefix("https://")

    /** Lets the APIs refuse all access tokens that were issued so far. Refresh tokens stay good. */
    public fun refuseTokens(): Unit = accepted.clear()

    private fun respond(exchange: HttpExchange) {
        val url = "https:/" + exchange.requestURI
        val form = formOf(exchange.requestBody.readAllBytes().decodeToString())
        log += Received(url, form, exchange.requestHeaders.getFirst("User-Agent"))
        when (url.substringBefore('?')) {
            "https://github.com/login/device/code" -> exchange.send(GITHUB_DEVICE, mediaType = FORM)
            "https://github.com/login/oauth/access_token" -> exchange.send(gitHubToken(), mediaType = FORM)
            "https://api.github.com/user" -> exchange.sendProtected("""{"login":"octocat","id":1}""")
            "https://accounts.google.com/.well-known/openid-configuration" -> exchange.send(GOOGLE_METADATA)
            "https://oauth2.googleapis.com/device/code" -> exchange.send(error("invalid_client", "Invalid client type."), 401)
            "https://oauth2.googleapis.com/token" -> googleToken(exchange, form)
            "https://www.googleapis.com/drive/v3/files" -> exchange.sendProtected("""{"files":[{"name":"notes.txt"}]}""")
            else -> exchange.send("""{"message":"Not Found"}""", 404)
        }
    }

    private fun gitHubToken(): String = "access_token=${newToken("gho_")}&scope=read%3Auser&token_type=bearer"

    private fun googleToken(
        exchange: HttpExchange,
        form: Map<String, String>,
    ) {
        val isGood =
            when (form["grant_type"]) {
                "authorization_code" -> form["code"] == CODE && "code_verifier" in form
                "refresh_token" -> form["refresh_token"] == REFRESH_TOKEN
                else -> false
            }
        val isAuthenticated = "client_secret" in form || exchange.requestHeaders.getFirst("Authorization") != null
        if (!isGood || !isAuthenticated) return exchange.send(error("invalid_grant", "Bad Request"), 400)
        val refreshToken = if (form["grant_type"] == "refresh_token") "" else ""","refresh_token":"$REFRESH_TOKEN""""
        exchange.send("""{"access_token":"${newToken("ya29.")}","expires_in":3599,"token_type":"Bearer"$refreshToken}""")
    }

    private fun newToken(prefix: String): String = "$prefix${issued.incrementAndGet()}".also { accepted += it }

    private fun HttpExchange.sendProtected(json: String) {
        val token = requestHeaders.getFirst("Authorization").orEmpty().removePrefix("Bearer ")
        if (token in accepted) return send(json)
        responseHeaders.add("WWW-Authenticate", """Bearer error="invalid_token"""")
        send("""{"message":"Bad credentials"}""", 401)
    }

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }

    public companion object {
        private const val FORM = "application/x-www-form-urlencoded"
        private const val CODE = "4/code"
        private const val REFRESH_TOKEN = "1//refresh"
        private const val GITHUB_DEVICE =
            "device_code=3584d83530557fdd1f46af8289938c8ef79f9dc5&expires_in=900&interval=1&user_code=WDJB-MJHT" +
                "&verification_uri=https%3A%2F%2Fgithub.com%2Flogin%2Fdevice"
        private const val GOOGLE_METADATA =
            """{"issuer":"https://accounts.google.com",
                "authorization_endpoint":"https://accounts.google.com/o/oauth2/v2/auth",
                "device_authorization_endpoint":"https://oauth2.googleapis.com/device/code",
                "token_endpoint":"https://oauth2.googleapis.com/token",
                "jwks_uri":"https://www.googleapis.com/oauth2/v3/certs",
                "scopes_supported":["openid","email","profile"],
                "token_endpoint_auth_methods_supported":["client_secret_post","client_secret_basic"],
                "code_challenge_methods_supported":["plain","S256"]}"""

        /** Starts the vendors. */
        @JvmStatic
        public fun start(): ScriptedVendors =
            ScriptedVendors(HttpServer.create(InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0))

        /**
         * Returns the address to which Google redirects the browser of a user who has agreed to [authorizationUrl], with the code
         * that is redeemed here.
         */
        @JvmStatic
        public fun agreedAtGoogle(authorizationUrl: String): String {
            val asked = formOf(URI(authorizationUrl).rawQuery)
            return "${asked["redirect_uri"]}?code=${CODE.replace("/", "%2F")}&state=${asked["state"]}"
        }

        private fun formOf(text: String): Map<String, String> =
            text.split('&').filter { '=' in it }.associate {
                URLDecoder.decode(it.substringBefore('='), Charsets.UTF_8) to
                    URLDecoder.decode(it.substringAfter('='), Charsets.UTF_8)
            }

        private fun error(
            code: String,
            description: String,
        ): String = """{"error":"$code","error_description":"$description"}"""

        private fun HttpExchange.send(
            body: String,
            status: Int = 200,
            mediaType: String = "application/json",
        ) {
            val bytes = body.encodeToByteArray()
            responseHeaders.add("Content-Type", mediaType)
            sendResponseHeaders(status, bytes.size.toLong())
            responseBody.write(bytes)
        }

        private fun HttpExchange.use(action: (HttpExchange) -> Unit) =
            try {
                action(this)
            } finally {
                close()
            }
    }
}
