package io.github.oidcauth.documentation

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** Returns the lines of the code cells of the notebook [json], with a blank line between two cells. */
internal fun notebookCode(json: String): List<String> =
    Json
        .parseToJsonElement(json)
        .jsonObject
        .getValue("cells")
        .jsonArray
        .map { it.jsonObject }
        .filter { it["cell_type"]?.jsonPrimitive?.content == "code" }
        .flatMap { linesOf(it.getValue("source")) + "" }

private fun linesOf(source: JsonElement): List<String> =
    source.jsonArray.map { it.jsonPrimitive.content.removeSuffix("\n") }
