package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.process.CommandRun
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** The token that a command has printed as JSON. */
internal fun CommandRun.printedToken(): JsonObject = Json.parseToJsonElement(stdout).jsonObject

/** The access token in it. */
internal fun CommandRun.printedAccessToken(): String = printedToken().getValue("access_token").jsonPrimitive.content
