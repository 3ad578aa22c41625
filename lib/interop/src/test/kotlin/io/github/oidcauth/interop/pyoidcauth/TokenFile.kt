package io.github.oidcauth.interop.pyoidcauth

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes

/** The token file that the Python client and ours share, as somebody sees it who knows neither. */
internal class TokenFile(val path: Path) {
    fun entries(): JsonObject = Json.parseToJsonElement(path.readText()).jsonObject

    fun entry(host: String): JsonObject = entries().getValue(host).jsonObject

    fun token(host: String): JsonObject = entry(host).getValue("token").jsonObject

    fun accessToken(host: String): String = token(host).getValue("access_token").jsonPrimitive.content

    fun add(host: String, entry: JsonObject) = write(entries().with(host, entry))

    /** Adds a member to the token of [host], one that neither client knows. */
    fun annotate(host: String, name: String, value: JsonElement) {
        add(host, entry(host).with("token", token(host).with(name, value)))
    }

    /** Makes the access token of [host] look expired. The refresh token stays what it is. */
    fun expireAccessToken(host: String) {
        val before = Clock.System.now() - 1.minutes
        annotate(host, "expires", JsonPrimitive(before.epochSeconds))
    }

    private fun write(entries: JsonObject) = path.writeText(Json.encodeToString(JsonObject.serializer(), entries))

    private fun JsonObject.with(name: String, value: JsonElement) = JsonObject(this + (name to value))
}
