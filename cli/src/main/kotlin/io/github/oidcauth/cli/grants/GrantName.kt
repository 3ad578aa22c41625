package io.github.oidcauth.cli.grants

/** The grants that need no user, by their names on the command line. */
internal enum class GrantName(
    val word: String,
    private val uri: String,
) {
    CLIENT_CREDENTIALS("client-credentials", "client_credentials"),
    JWT_BEARER("jwt-bearer", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
    SAML2_BEARER("saml2-bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer"),
    TOKEN_EXCHANGE("token-exchange", "urn:ietf:params:oauth:grant-type:token-exchange"),
    ;

    /** True if the grant needs an assertion. */
    val needsAssertion: Boolean get() = this == JWT_BEARER || this == SAML2_BEARER

    companion object {
        val WORDS: String = entries.joinToString(", ") { it.word }

        /** Returns the grant that [text] names, by its word or its `grant_type`, or null. */
        fun find(text: String): GrantName? {
            val word = text.trim().lowercase()
            return entries.find { it.uri == word || it.word == word.replace('_', '-') }
        }
    }
}
