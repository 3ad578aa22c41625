package io.github.oidcauth.sample.server.authorization

/** A user of the provider, and the claims about them for the scopes of a token (OpenID Connect Core 1.0 §5.4). */
internal class User private constructor(
    val username: String,
    val password: String,
    val email: String,
    /** The number on the badge that they wear. */
    val badge: String,
    private val givenName: String,
    private val familyName: String,
) {
    fun claims(scopes: Set<String>): Map<String, Any> =
        buildMap {
            if ("profile" in scopes) {
                put("preferred_username", username)
                put("name", "$givenName $familyName")
                put("given_name", givenName)
                put("family_name", familyName)
            }
            if ("email" in scopes) {
                put("email", email)
                put("email_verified", true)
            }
        }

    companion object {
        val everyone: List<User> =
            listOf(
                User("alice", "alice", "alice@example.com", "4711", "Alice", "Liddell"),
                User("bob", "bob", "bob@example.com", "4713", "Bob", "Carroll"),
            )

        fun named(username: String): User? = everyone.firstOrNull { it.username == username }
    }
}
