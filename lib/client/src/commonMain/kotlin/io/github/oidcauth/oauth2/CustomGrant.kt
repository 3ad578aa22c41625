package io.github.oidcauth.oauth2

/** A grant of the server's own (RFC 6749 §4.5): [grantType] is its absolute URI, and [options] have its parameters. */
public class CustomGrant(
    grantType: String,
    options: RequestOptions,
) : Grant(grantType, options) {
    init {
        require(grantType.isNotEmpty()) { "A grant has a grant_type." }
    }

    override val parameters: List<Pair<String, String>> get() = emptyList()
}
