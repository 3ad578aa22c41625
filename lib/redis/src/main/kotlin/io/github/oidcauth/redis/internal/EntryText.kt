package io.github.oidcauth.redis.internal

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnreadableTokenException
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.longOrNull
import kotlinx.serialization.json.put
import kotlin.time.Instant

/**
 * Reads and writes an entry as Redis keeps it: `{"token": {…}, "stored_at": <seconds>, "claim": <number>}`, where the token
 * is plain or encrypted by [cipher]. The number of the claim comes last, and without blanks: [Scripts] look for it there.
 */
internal class EntryText(
    private val cipher: TokenCipher?,
) {
    /** The result of reading. */
    sealed interface Read {
        class Found(
            val token: Token,
            val storedAt: Instant?,
        ) : Read

        /** An entry that must not be used. The [reason] continues "The entry …". */
        class Damaged(
            val reason: String,
        ) : Read
    }

    /** Returns the text of an entry. @throws StoreException if there is no key to encrypt it with. */
    suspend fun write(
        key: TokenKey,
        token: Token,
        now: Instant,
        claim: Long,
    ): String =
        buildJsonObject {
            // The headers are generated from the token when it is read.
            put("token", cipher?.encrypt(key, token)?.toJson() ?: JsonObject(token.toJson() - "headers"))
            put("stored_at", now.epochSeconds)
            put("claim", claim)
        }.toString()

    /** Reads the text of an entry. @throws StoreException if there is no key to decrypt it with. */
    suspend fun read(
        key: TokenKey,
        text: String,
    ): Read {
        val entry = parse(text) ?: return Read.Damaged("is not one of this store's")
        val token = entry["token"] as? JsonObject ?: return Read.Damaged("has no token")
        return try {
            when {
                EncryptedToken.isEncrypted(
                    token,
                ) && cipher == null -> Read.Damaged("is encrypted, and this program has no key for it")

                !EncryptedToken.isEncrypted(
                    token,
                ) && cipher != null -> Read.Damaged("is not encrypted, so anybody could have written it")

                cipher != null -> Read.Found(cipher.decrypt(key, EncryptedToken.fromJson(token)), storedAt(entry))

                else -> Read.Found(Token.fromJson(token), storedAt(entry))
            }
        } catch (e: UnreadableTokenException) {
            Read.Damaged("cannot be decrypted. ${e.message}")
        } catch (e: InvalidResponseException) {
            Read.Damaged("is damaged. ${e.message}")
        }
    }

    private fun storedAt(entry: JsonObject): Instant? =
        (entry["stored_at"] as? JsonPrimitive)?.takeUnless { it.isString }?.longOrNull?.takeIf { it in 1..END_OF_TIME }?.let {
            Instant.fromEpochSeconds(it)
        }

    private fun parse(text: String): JsonObject? =
        try {
            if (isDeep(text)) null else Json.parseToJsonElement(text) as? JsonObject
        } catch (_: SerializationException) {
            null
        }

    /** Returns true if values are nested so deeply that reading them could exhaust the stack. */
    private fun isDeep(text: String): Boolean {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for (c in text) {
            when {
                isEscaped -> isEscaped = false
                isInString && c == '\\' -> isEscaped = true
                c == '"' -> isInString = !isInString
                isInString -> continue
                c == '[' || c == '{' -> if (++depth > MAX_DEPTH) return true
                c == ']' || c == '}' -> depth--
            }
        }
        return false
    }

    private companion object {
        const val MAX_DEPTH = 100

        /** 9999-12-31T23:59:59Z. */
        const val END_OF_TIME = 253_402_300_799L
    }
}
