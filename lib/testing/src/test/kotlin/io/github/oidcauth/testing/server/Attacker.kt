package io.github.oidcauth.testing.server

import io.github.oidcauth.testing.ScriptedLoginServer
import io.ktor.client.HttpClient
import io.ktor.client.request.forms.submitForm
import io.ktor.client.request.get
import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.bodyAsText
import io.ktor.http.Parameters
import io.ktor.http.URLBuilder
import io.ktor.http.Url
import io.ktor.http.parameters
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** Requests as a client sends them that does one thing wrong. */
internal class Attacker(
    val server: ScriptedLoginServer,
) {
    val http: HttpClient = server.httpClient.config { followRedirects = false }
    val client = "client_id" to ScriptedLoginServer.CLIENT_ID

    suspend fun post(
        path: String,
        vararg form: Pair<String, String>,
        query: String = "",
    ): HttpResponse = http.submitForm(
        "${server.url}$path$query",
        parameters {
            form.forEach { (name, value) ->
                append(name, value)
            }
        },
    )

    /** Returns the address to which the login page sends the browser, or null if it stays. */
    suspend fun page(change: MutableMap<String, String>.() -> Unit = {}): Url? {
        val asked =
            mutableMapOf(
                "response_type" to "code",
                client,
                "redirect_uri" to CALLBACK,
                "scope" to "openid",
                "state" to "s",
                "nonce" to "n",
                "code_challenge" to CHALLENGE,
                "code_challenge_method" to "S256",
            ).apply(change)
        return page(Parameters.build { asked.forEach { (name, value) -> append(name, value) } })
    }

    suspend fun page(asked: Parameters): Url? {
        val url = URLBuilder("${server.url}/authorize").also { it.parameters.appendAll(asked) }.build()
        return http.get(url).headers["Location"]?.let(::Url)
    }

    suspend fun code(): String = checkNotNull(page()?.parameters?.get("code"))

    suspend fun redeem(
        code: String,
        verifier: String = VERIFIER,
        redirectUri: String = CALLBACK,
        clientId: String = ScriptedLoginServer.CLIENT_ID,
    ): HttpResponse =
        post(
            "/token",
            "grant_type" to "authorization_code",
            "code" to code,
            "redirect_uri" to redirectUri,
            "code_verifier" to verifier,
            "client_id" to clientId,
        )

    suspend fun refresh(
        token: String,
        clientId: String = ScriptedLoginServer.CLIENT_ID,
    ): HttpResponse = post("/token", "grant_type" to "refresh_token", "refresh_token" to token, "client_id" to clientId)

    suspend fun startDeviceLogin(vararg more: Pair<String, String>): String = post("/device", client, *more).text("device_code")

    suspend fun poll(
        deviceCode: String,
        vararg more: Pair<String, String>,
        clientId: String = ScriptedLoginServer.CLIENT_ID,
    ): String? {
        val grant = "grant_type" to "urn:ietf:params:oauth:grant-type:device_code"
        return post("/token", grant, "device_code" to deviceCode, "client_id" to clientId, *more).error()
    }

    companion object {
        const val CALLBACK = "http://127.0.0.1:4711/callback"

        /** The pair that RFC 7636, appendix B, has. */
        const val VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        const val CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    }
}

internal suspend fun HttpResponse.json(): JsonObject = Json.parseToJsonElement(bodyAsText()).jsonObject

/** The error code, or null when it is no error. */
internal suspend fun HttpResponse.error(): String? = json()["error"]?.jsonPrimitive?.content

internal suspend fun HttpResponse.text(name: String): String = json().getValue(name).jsonPrimitive.content
