package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.tokens.TokenTimes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * An entry with a token that is not encrypted, written as this library and the Python client write it. It is read without a JSON
 * parser, so that a program that only needs the access token need not load one.
 *
 * The values are those that the parser would find. An entry that it would read in another way is not recognised.
 */
internal class PlainEntry private constructor(
    val accessToken: String,
    val tokenType: String?,
    val refreshToken: String?,
    val idToken: String?,
    val scope: String?,
    val times: TokenTimes,
    /** True if the token has members that belong to none of these properties. */
    val hasOtherMembers: Boolean,
) {
    override fun toString(): String = "PlainEntry($REDACTED)"

    /** The members of a token. Each may be there once. */
    private class Members {
        private var accessToken: String? = null
        private var tokenType: String? = null
        private var refreshToken: String? = null
        private var idToken: String? = null
        private var scope: String? = null
        private var expires: Long? = null
        private var refreshExpires: Long? = null
        private var lifetime: Long? = null
        private var hasHeaders = false
        private var hasOthers = false

        /** Takes the current member of [cursor]. Returns false if it must be parsed. */
        fun take(cursor: MemberCursor): Boolean {
            val name = cursor.name() ?: return false
            if (name in PARSED) return false
            when (name) {
                "access_token" -> accessToken = text(accessToken, cursor) ?: return false
                "token_type" -> tokenType = text(tokenType, cursor)?.takeIf(::isWord) ?: return false
                "refresh_token" -> refreshToken = text(refreshToken, cursor) ?: return false
                "id_token" -> idToken = text(idToken, cursor) ?: return false
                "scope" -> scope = if (scope == null) cursor.string() ?: return false else return false
                "expires" -> expires = time(expires, cursor) ?: return false
                "refresh_expires" -> refreshExpires = time(refreshExpires, cursor) ?: return false
                "access_token_lifetime" -> lifetime = time(lifetime, cursor) ?: return false
                "headers" -> if (hasHeaders) return false else hasHeaders = true
                else -> hasOthers = true
            }
            return true
        }

        private fun text(
            before: String?,
            cursor: MemberCursor,
        ): String? = if (before == null) cursor.string()?.ifEmpty { null } else null

        private fun time(
            before: Long?,
            cursor: MemberCursor,
        ): Long? = if (before == null) cursor.wholeNumber()?.takeIf { it > 0 } else null

        private fun isWord(text: String): Boolean = text.all { it in '!'..'~' }

        fun entry(): PlainEntry? {
            val token = accessToken ?: return null
            val expiresAt = instant(expires ?: return null)
            val times =
                TokenTimes(
                    expiresAt,
                    lifetime?.seconds.takeIf { expiresAt != null },
                    refreshToken != null,
                    refreshExpires?.let(::instant).takeIf { refreshToken != null },
                )
            return PlainEntry(token, tokenType, refreshToken, idToken, scope?.ifEmpty { null }, times, hasOthers)
        }

        private fun instant(epochSeconds: Long): Instant? =
            if (epochSeconds < NumericDate.LAST) Instant.fromEpochSeconds(epochSeconds) else null
    }

    companion object {
        /** Members that no entry of ours has, and those with rules of their own. */
        private val PARSED =
            setOf(
                "dpop_jwk",
                "exp",
                "expires_at",
                "expires_in",
                "refresh_exp",
                "refresh_expires_at",
                "refresh_expires_in",
                "refresh_token_expires_in",
            )
        private const val TOKEN = "token"

        /** Returns the entry in the [text] of a member that [StoreScanner] has found, or null when it must be parsed. */
        fun of(text: ByteArray): PlainEntry? {
            val member = MemberCursor(text, start = -1)
            if (!member.next() || member.valueType != '{') return null
            var members: Members? = null
            val entry = MemberCursor(text, member.valueStart)
            while (entry.next()) {
                val name = entry.name() ?: return null
                if (name != TOKEN) continue
                if (members != null || entry.valueType != '{') return null
                members = membersAt(text, entry.valueStart) ?: return null
            }
            return members?.entry()
        }

        private fun membersAt(
            text: ByteArray,
            start: Int,
        ): Members? {
            val members = Members()
            val cursor = MemberCursor(text, start)
            while (cursor.next()) {
                if (!members.take(cursor)) return null
            }
            return members
        }
    }
}
