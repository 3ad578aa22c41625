// Tested by AccountsFileTest.
package io.github.oidcauth.cli.accounts

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * The content of accounts.json: `{"hosts": {"https://idp.example.com": {"account": "alice@example.com"}}}`. An account of `null`
 * is the token without an account. Members that this version does not know are kept. Immutable and pure.
 */
internal class AccountsDocument private constructor(
    private val json: JsonObject,
) {
    private val hosts: JsonObject get() = json[HOSTS] as? JsonObject ?: JsonObject(emptyMap())

    /** The servers that have a selection. */
    val names: Set<String> get() = hosts.keys

    /** Returns the selection at the server [host], or null if there is none. */
    fun selection(host: String): AccountSelection? {
        val account = (hosts[host] as? JsonObject)?.get(ACCOUNT) as? JsonPrimitive ?: return null
        return AccountSelection(if (account is JsonNull) null else account.content)
    }

    /** Returns this document with [selection] at the server [host], or without one if it is null. */
    fun with(
        host: String,
        selection: AccountSelection?,
    ): AccountsDocument {
        val entry = hosts[host] as? JsonObject ?: JsonObject(emptyMap())
        val changed =
            if (selection == null) {
                hosts - host
            } else {
                hosts + (host to JsonObject(entry + (ACCOUNT to JsonPrimitive(selection.account))))
            }
        return AccountsDocument(JsonObject(json + (HOSTS to JsonObject(changed))))
    }

    /** Returns the text of the file. */
    fun text(): String = PRETTY.encodeToString(JsonElement.serializer(), json) + "\n"

    override fun equals(other: Any?): Boolean = other is AccountsDocument && other.json == json

    override fun hashCode(): Int = json.hashCode()

    companion object {
        private const val HOSTS = "hosts"
        private const val ACCOUNT = "account"
        private val PRETTY = Json { prettyPrint = true }

        val EMPTY: AccountsDocument = AccountsDocument(JsonObject(emptyMap()))

        /** Parses [text], or returns null if it is not the content of such a file. */
        fun parse(text: String): AccountsDocument? {
            if (text.isBlank()) return EMPTY
            val json =
                try {
                    Json.parseToJsonElement(text) as? JsonObject
                } catch (_: SerializationException) {
                    null
                } ?: return null
            val hosts = json[HOSTS] ?: return AccountsDocument(json)
            val isValid = hosts is JsonObject && hosts.values.all(::isEntry)
            return if (isValid) AccountsDocument(json) else null
        }

        private fun isEntry(entry: JsonElement): Boolean {
            val account = (entry as? JsonObject)?.get(ACCOUNT) as? JsonPrimitive ?: return false
            return account is JsonNull || account.isString
        }
    }
}
