package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.process.ServerProcess
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import java.net.http.HttpResponse

/** A FastAPI application that the real py-oidc-auth protects. */
internal class PyOidcAuthServer private constructor(private val process: ServerProcess) : AutoCloseable by process {
    val baseUrl: String = process.address

    /** Returns the number of requests to the route with this path, or of token requests of this kind: see the constants. */
    fun hits(of: String): Int = HttpProbe.json("$baseUrl/interop/hits")[of]?.jsonPrimitive?.int ?: 0

    /** Asks the protected route who the bearer of [accessToken] is. */
    fun whoAmI(accessToken: String): HttpResponse<String> =
        HttpProbe.get("$baseUrl/api/me", mapOf("Authorization" to "Bearer $accessToken"))

    enum class Mode(val word: String) {
        /** The provider's own tokens are handed out. */
        PASSTHROUGH("passthrough"),

        /** The application mints its own tokens and keeps the provider's to itself. */
        BROKER("broker"),
    }

    /** HTTP parsers of uvicorn. */
    enum class Parser(val word: String) {
        /** The parser of a plain `uvicorn`. */
        H11("h11"),

        /** The parser of `uvicorn[standard]`, which most applications use. */
        HTTPTOOLS("httptools"),
    }

    companion object {
        const val DEVICE_ROUTE = "/auth/v2/device"
        const val TOKEN_ROUTE = "/auth/v2/token"
        const val CODE_REQUESTS = "code"
        const val DEVICE_REQUESTS = "device-code"
        const val REFRESH_REQUESTS = "refresh-token"

        fun start(name: String, mode: Mode, provider: OidcProvider, parser: Parser = Parser.H11): PyOidcAuthServer {
            val folder = Folders.new(name)
            val script = Folders.copyResource("python/server.py", folder)
            val environment = mapOf(
                "DISCOVERY_URL" to provider.discoveryUrl,
                "MODE" to mode.word,
                "HTTP_PARSER" to parser.word,
                "BROKER_STORE" to "sqlite+aiosqlite:///$folder/broker.sqlite",
            )
            val command = listOf("${PythonEnvironment.python}", "-u", "$script")
            return PyOidcAuthServer(ServerProcess.start("$name-server", command, environment))
        }
    }
}
