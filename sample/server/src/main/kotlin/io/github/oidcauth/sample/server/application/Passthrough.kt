package io.github.oidcauth.sample.server.application

/** Returns the provider's own tokens. */
internal class Passthrough(
    private val provider: Provider,
    private val login: ProviderLogin,
    private val check: ProviderTokenCheck,
    private val scopes: Set<String>,
    private val tokenUrl: String,
) : LoginMode {
    override fun token(request: TokenRequest): Token = login.token(request, tokenUrl)

    override fun user(token: String): UserInfo =
        UserInfo.from(check.claims(token, scopes).claims)
            ?: UserInfo.from(provider.get("userinfo_endpoint", "Bearer $token"))
            ?: throw InvalidRequest(404, "")
}
