// Tested by PyAuthFlowImportTest.
package io.github.oidcauth.cli

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import java.security.MessageDigest
import java.util.Base64
import kotlin.time.Instant

/** One entry of a [PyAuthFlowFile]. */
internal sealed class PyAuthFlowEntry {
    /** A token, and the key under which this library keeps it. */
    class Found(
        val key: TokenKey,
        private val accessToken: String,
        private val refreshToken: String?,
        private val scope: String,
    ) : PyAuthFlowEntry() {
        /**
         * Returns the token as it is at [now], or null if nobody knows how long it is valid. PyAuthFlow stores no expiry and uses
         * that in the token, if it is a JWT; any other is refreshed before its next use, by PyAuthFlow as by this.
         */
        fun token(now: Instant): Token? {
            val end = expiryOf(accessToken) ?: now.takeIf { refreshToken != null } ?: return null
            return Token(accessToken) {
                expiresAt = end
                this.refreshToken = this@Found.refreshToken
                refreshExpiresAt = this@Found.refreshToken?.let(::expiryOf)
                scope = this@Found.scope
            }
        }
    }

    /** An entry that cannot be imported: its [name] and the [reason]. */
    class Unusable(
        val name: String,
        val reason: String,
        /** False for an entry that PyAuthFlow itself leaves without a token, such as that of a login that was not completed. */
        val isDamaged: Boolean = true,
    ) : PyAuthFlowEntry()

    companion object {
        private const val MAX_SHOWN = 200

        /** Returns the entry [entry] for [scope] of the client whose digest is [digest]. */
        fun of(
            digest: String,
            scope: String,
            entry: JsonElement,
        ): PyAuthFlowEntry {
            val json = entry as? JsonObject ?: return Unusable(nameOf(null, null, digest, scope), "it is not an object")
            val client = json.text("client_id")
            val issuer = json.text("issuer")
            val accessToken = json.text("access_token")
            withoutToken(json, nameOf(client, issuer, digest, scope))?.let { return it }
            val reason =
                when {
                    client == null || issuer == null -> "its client or its issuer is not known"

                    digest != sha256("$client|$issuer") -> "its client and issuer are not those that it is stored for"

                    accessToken != null && accessToken.any {
                        it !in '!'..'~'
                    } -> "its access token has characters that no token has"

                    else -> null
                }
            val key = if (client == null || issuer == null) null else keyOf(issuer, client, scope)
            return when {
                reason != null -> Unusable(nameOf(client, issuer, digest, scope), reason)

                key == null -> Unusable(
                    nameOf(client, issuer, digest, scope),
                    "its issuer is not an address, or its client or its scope is none",
                )

                else -> Found(key, accessToken.orEmpty(), json.text("refresh_token"), scope)
            }
        }

        /** Returns what an entry is that has no token because its login is pending, or its access token was revoked; else null. */
        private fun withoutToken(
            json: JsonObject,
            name: String,
        ): Unusable? =
            when {
                json.text("access_token") != null -> null
                "_pending_auth_code" in json -> Unusable(name, "its login was not completed", isDamaged = false)
                else -> Unusable(name, "it has no access token; log in again", isDamaged = json.text("refresh_token") == null)
            }

        private fun keyOf(
            issuer: String,
            client: String,
            scope: String,
        ): TokenKey? =
            try {
                TokenKey.forIssuer(issuer, client, scope.split(' ').filter { it.isNotEmpty() })
            } catch (_: InvalidHostException) {
                null
            } catch (_: InvalidConfigException) {
                null
            }

        private fun nameOf(
            client: String?,
            issuer: String?,
            digest: String,
            scope: String,
        ): String {
            val owner = if (client == null || issuer == null) "the client ${digest.take(MAX_SHOWN)}" else "$client at $issuer"
            return "$owner, scope $scope".onOneLine().take(MAX_SHOWN)
        }

        private fun JsonObject.text(name: String): String? =
            (this[name] as? JsonPrimitive)?.takeIf { it.isString }?.content?.ifEmpty { null }

        private fun sha256(text: String): String =
            MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).joinToString("") { "%02x".format(it) }

        /** Returns the claim `exp` of a JWT, which is not verified, or null. */
        private fun expiryOf(token: String): Instant? {
            val payload = token.split('.').takeIf { it.size == JWT_PARTS }?.get(1) ?: return null
            return try {
                val claims = Json.parseToJsonElement(Base64.getUrlDecoder().decode(payload).decodeToString())
                val exp = (claims as? JsonObject)?.get("exp") as? JsonPrimitive
                exp?.doubleOrNull?.takeIf { it.isFinite() && it > 0 }?.let { Instant.fromEpochSeconds(it.toLong()) }
            } catch (_: SerializationException) {
                null
            } catch (_: IllegalArgumentException) {
                null
            }
        }

        private const val JWT_PARTS = 3
    }
}
