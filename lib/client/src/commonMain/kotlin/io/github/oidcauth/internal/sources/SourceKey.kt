package io.github.oidcauth.internal.sources

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.crypto.Digest
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.oauth2.CustomGrant
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.JwtBearerGrant
import io.github.oidcauth.oauth2.PasswordGrant

/**
 * Makes the default keys of tokens in stores: the key of the client's logins with `&grant=` and, for a grant with a user or with
 * parameters of its own, `&subject=` and a hash. So neither a login nor another user's grant gets the token. Pure.
 */
internal class SourceKey(
    /** The issuer, or else the token endpoint. */
    private val server: String,
    private val clientId: String,
    private val digest: Digest,
) {
    /**
     * Returns the key of the tokens that [grant] gets.
     *
     * @throws InvalidConfigException if there is none, so that the program must set one.
     */
    fun of(grant: Grant): TokenKey {
        // The values of other grants may be as short as a number that is typed in, and a hash would not hide them.
        if (grant is CustomGrant && grant.options.custom.isNotEmpty()) throw missing("of the grant ${grant.grantType}")
        val options = grant.options
        val base =
            try {
                TokenKey.forIssuer(server, clientId, listOfNotNull(options.scope), options.audiences, options.resources)
            } catch (e: AuthException) {
                throw InvalidConfigException("There is no default key for the token in the store. Set the key. ${e.message}")
            }
        val details = subject(grant) + options.custom + listOfNotNull(options.authorizationDetails?.let { "" to it.toString() })
        val subject = if (details.isEmpty()) "" else "&subject=${hash(grant, details)}"
        return TokenKey.of("${base.value}&grant=${grant.grantType.substringAfterLast(':')}$subject")
    }

    @OptIn(DelicateOidcAuthApi::class)
    private fun subject(grant: Grant): List<Pair<String, String>> =
        when (grant) {
            is PasswordGrant -> listOf("username" to grant.username)
            is JwtBearerGrant -> lastingClaims(grant.assertion) ?: grant.parameters
            else -> grant.parameters
        }

    /** Returns the claims of [assertion] that are the same in the next one for the same subject, or null if it is not readable. */
    private fun lastingClaims(assertion: String): List<Pair<String, String>>? =
        unverifiedClaims(assertion)?.takeIf { "sub" in it }?.filterKeys { it !in PASSING }?.map { (name, value) ->
            name to
                "$value"
        }
            ?.sortedBy { it.first }

    private fun hash(
        grant: Grant,
        details: List<Pair<String, String>>,
    ): String {
        val texts = listOf(server, clientId, grant.grantType) + details.flatMap { listOf(it.first, it.second) }
        val text = texts.joinToString("") { "${it.length}:$it" }
        return Base64Url.encode(digest.sha256(text.encodeToByteArray()).copyOf(HASH_BYTES))
    }

    companion object {
        private const val HASH_BYTES = 16
        private val PASSING = setOf("iat", "exp", "nbf", "jti")

        /** Returns the exception for a token [of] whose source has no default key. */
        fun missing(of: String) =
            InvalidConfigException(
                "There is no default key for the token $of in the store, as its user is not known. Set the key: " +
                    "key = TokenKey.of(\"a name of your own\").",
            )
    }
}
