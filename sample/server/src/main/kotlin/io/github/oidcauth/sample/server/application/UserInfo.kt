package io.github.oidcauth.sample.server.application

/** A user as py-oidc-auth describes one, read from the claims of a token or from a userinfo response. */
internal class UserInfo private constructor(
    val username: String,
    private val lastName: String,
    private val firstName: String,
    private val email: String,
) {
    fun members(): Map<String, Any?> =
        linkedMapOf(
            "username" to username,
            "last_name" to lastName,
            "first_name" to firstName,
            "pw_name" to username,
            "email" to email,
        )

    companion object {
        /** Null if the claims name no user. */
        fun from(claims: Map<String, Any?>): UserInfo? {
            fun first(vararg names: String) =
                names.firstNotNullOfOrNull { claims[it]?.toString()?.takeIf(String::isNotEmpty) }.orEmpty()
            val username = first("preferred_username", "user_name", "uid", "username")
            // The two parts are joined and cut again, which splits a full name that came in place of a family name.
            val name = first("first_name", "given_name") + " " + first("last_name", "family_name", "name", "surname")
            return username.takeIf(String::isNotEmpty)?.let {
                UserInfo(it, name.substringAfterLast(' '), name.substringBefore(' '), first("mail", "email"))
            }
        }
    }
}
