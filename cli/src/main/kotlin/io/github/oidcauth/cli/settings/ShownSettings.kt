// Tested by ConfigCommandTest.
package io.github.oidcauth.cli.settings

import io.github.oidcauth.TokenStoreLocation
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray

/** The settings in effect, with their values and places, as a table or JSON. */
internal class ShownSettings(
    private val settings: Settings,
    private val keys: SettingKeys,
    /** Returns the value that the command line has for a setting, or null. */
    private val flag: (SettingKey) -> String?,
) {
    private class Row(
        val key: SettingKey,
        val found: Settings.Found,
    )

    private val rows =
        keys.all.sortedBy { it.name }.mapNotNull { key -> found(key)?.let { Row(key, it) } }

    private fun found(key: SettingKey): Settings.Found? =
        flag(key)?.let { Settings.Found(listOf(it), Origin.Flag) }
            ?: settings.find(key)
            ?: key.default?.let { Settings.Found(listOf(it), Origin.Default) }

    /** An address may contain a password. */
    private fun shown(row: Row): List<String> =
        if (row.key.name != "store") row.found.values else row.found.values.map { TokenStoreLocation(it).toString() }

    fun table(): String {
        val cells =
            listOf(listOf("SETTING", "VALUE", "FROM")) +
                rows.map { listOf(it.key.name, shown(it).joinToString(" ").onOneLine(), it.found.origin.shown.onOneLine()) }
        val widths = (0..1).map { column -> minOf(MAX_WIDTH, cells.maxOf { it[column].length }) }
        val head = settings.entry?.let { "${it.alias}: ${it.url.onOneLine()}\n\n" }.orEmpty()
        return head + cells.joinToString("\n") { "${it[0].padEnd(widths[0])}  ${it[1].padEnd(widths[1])}  ${it[2]}" }
    }

    fun json(): String =
        jsonText(
            buildJsonObject {
                put("file", settings.file?.path?.toString())
                put("alias", settings.entry?.alias)
                put("url", settings.entry?.url)
                putJsonArray("settings") { rows.forEach { add(json(it)) } }
            },
        )

    private fun json(row: Row): JsonElement =
        buildJsonObject {
            put("name", row.key.name)
            put("value", value(row))
            put("from", row.found.origin.word)
            when (val origin = row.found.origin) {
                is Origin.Variable -> {
                    put("variable", origin.name)
                }

                is Origin.File -> {
                    put("line", origin.position.line)
                    put("column", origin.position.column)
                }

                Origin.Flag, Origin.Default -> {}
            }
        }

    private fun value(row: Row): JsonElement {
        val values = shown(row)
        return when (row.key.kind) {
            SettingKey.Kind.LIST -> JsonArray(values.map { JsonPrimitive(it) })

            SettingKey.Kind.FLAG -> values.single().toBooleanStrictOrNull().let {
                it?.let(::JsonPrimitive)
                    ?: JsonPrimitive(values.single())
            }

            SettingKey.Kind.TEXT -> JsonPrimitive(values.single())
        }
    }

    private companion object {
        const val MAX_WIDTH = 48
    }
}
