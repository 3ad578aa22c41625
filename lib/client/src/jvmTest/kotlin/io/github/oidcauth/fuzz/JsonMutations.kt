package io.github.oidcauth.fuzz

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral

/** Responses that are JSON, with members that are other than they should be. */
internal object JsonMutations {
    private const val MAX_READ = 100_000
    private const val MAX_DEPTH = 200

    /** For whatever has an object in it from its first brace to its end: JSON alone, and behind the head of a response. */
    val ALL: List<Mutation> =
        List(4) {
            Mutation { input, others, choices ->
                val from = input.indexOf('{'.code.toByte())
                if (from < 0) return@Mutation null
                val changed = change(input.copyOfRange(from, input.size), others, choices) ?: return@Mutation null
                replaced(input, from, input.size, changed)
            }
        }

    /** [json] in UTF-8 with one member changed, or null when it is no object. */
    fun change(
        json: ByteArray,
        others: List<ByteArray>,
        choices: Choices,
    ): ByteArray? {
        val tree = read(json) as? JsonObject ?: return null
        val text = changed(tree, names(others) + tree.keys, choices).toString()
        // The tree knows each name once.
        if (!choices.rarely(5)) return text.encodeToByteArray()
        val name = JsonPrimitive(choices.oneOf(names(others) + tree.keys + "x"))
        val twice = "$name:${value(choices)}"
        val whole = if (tree.isEmpty()) {
            "{$twice}"
        } else if (choices.rarely(2)) {
            text.dropLast(1) + ",$twice}"
        } else {
            "{$twice," +
                text.drop(1)
        }
        return whole.encodeToByteArray()
    }

    private fun changed(
        tree: JsonObject,
        names: List<String>,
        choices: Choices,
    ): JsonObject {
        val name = if (tree.isEmpty() || choices.rarely(5)) choices.oneOf(names + "x") else choices.oneOf(tree.keys.toList())
        val old = tree[name]
        return when (choices.below(10)) {
            0 -> JsonObject(tree - name)
            1 -> JsonObject(tree - name + (choices.oneOf(names + "") to (old ?: JsonNull)))
            2 -> JsonObject(tree + (name to JsonArray(listOfNotNull(old, old))))
            3 -> JsonObject(tree + (name to JsonObject(mapOf(choices.oneOf(names + "error") to (old ?: JsonNull)))))
            4 -> if (old is JsonObject) JsonObject(tree + (name to changed(old, names, choices))) else with(tree, name, choices)
            5 -> JsonObject(tree + (name to JsonPrimitive(tree.toString())))
            else -> with(tree, name, choices)
        }
    }

    private fun with(
        tree: JsonObject,
        name: String,
        choices: Choices,
    ) = JsonObject(tree + (name to raw(value(choices))))

    private fun value(choices: Choices): String =
        if (choices.rarely(15)) Hostile.large(choices) else choices.oneOf(Hostile.values)

    @OptIn(ExperimentalSerializationApi::class)
    private fun raw(text: String): JsonElement = if (text == "null") JsonNull else JsonUnquotedLiteral(text)

    private fun names(samples: List<ByteArray>): List<String> =
        samples.flatMap { sample -> NAME.findAll(sample.decodeToString()).map { it.groupValues[1] } }.distinct()

    private val NAME = Regex("\"([A-Za-z0-9_]{1,60})\"\\s*:")

    private fun read(json: ByteArray): JsonElement? {
        if (json.size > MAX_READ || json.count { it == '{'.code.toByte() || it == '['.code.toByte() } > MAX_DEPTH) return null
        return try {
            Json.parseToJsonElement(json.decodeToString())
        } catch (_: SerializationException) {
            null
        }
    }
}
