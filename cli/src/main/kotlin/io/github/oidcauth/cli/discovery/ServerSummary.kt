package io.github.oidcauth.cli.discovery

import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.oauth2.ServerMetadata

/** The description of an issuer for `discover`: its abilities that this program can use, and what is missing or odd. */
internal class ServerSummary(
    private val metadata: ServerMetadata,
) {
    private val grants = metadata.strings("grant_types_supported")
    private val methods = metadata.strings("token_endpoint_auth_methods_supported")
    private val hasPkce = "S256" in metadata.strings("code_challenge_methods_supported").orEmpty()
    private val hasDevice = metadata.deviceAuthorizationEndpoint != null && metadata.tokenEndpoint != null
    private val hasBrowser = metadata.authorizationEndpoint != null && metadata.tokenEndpoint != null

    /** Returns the description, one line for each ability, then sentences. Texts of the server cannot control a terminal. */
    fun text(): String = (listOf(metadata.issuer.orEmpty()) + lines() + notes().map { "\n$it" }).joinToString("\n")

    private fun lines(): List<String> =
        listOf(
            line("device login", yesOrNo(hasDevice)),
            line("browser login", if (hasBrowser) "yes, PKCE ${if (hasPkce) "S256" else "not announced"}" else "no"),
            line("refresh", refresh()),
            line("client credentials", yesIfListed("client_credentials")),
            line("token exchange", yesIfListed(TOKEN_EXCHANGE)),
            line("assertions (JWT)", yesIfListed(JWT_BEARER)),
            line("revocation", yesOrNo(metadata.revocationEndpoint != null)),
            line("introspection", yesOrNo(metadata.introspectionEndpoint != null)),
            line("userinfo", yesOrNo(metadata.userinfoEndpoint != null)),
            line("logout in browser", yesOrNo(metadata.endSessionEndpoint != null)),
            line("keys", yesOrNo(metadata.jwksUri != null)),
            line("registration", yesOrNo(metadata.registrationEndpoint != null)),
            line("pushed requests", pushed()),
            line("DPoP", listed("dpop_signing_alg_values_supported") ?: "no"),
            line("client auth", methods?.joined() ?: "client_secret_basic (by default)"),
            line("scopes", listed("scopes_supported") ?: "not announced"),
        )

    private fun refresh(): String =
        when {
            grants == null -> "not announced"
            "refresh_token" !in grants -> "no"
            "offline_access" in metadata.strings("scopes_supported").orEmpty() -> "yes, lasting with --scope offline_access"
            else -> "yes"
        }

    private fun pushed(): String =
        when {
            metadata.pushedAuthorizationRequestEndpoint == null -> "no"
            metadata.requirePushedAuthorizationRequests -> "yes, required"
            else -> "yes"
        }

    /** Returns sentences about what is missing or odd. */
    fun notes(): List<String> =
        listOfNotNull(
            "Without a token endpoint nobody can log in here.".takeIf { metadata.tokenEndpoint == null },
            NO_LOGIN.takeIf { metadata.tokenEndpoint != null && !hasDevice && !hasBrowser },
            NO_DEVICE.takeIf { !hasDevice && hasBrowser },
            "The server does not announce PKCE with S256. It is used all the same; a server must ignore what it does not know."
                .takeIf { hasBrowser && !hasPkce },
            "There are no keys (jwks_uri), so ID tokens cannot be validated: do not request the scope openid."
                .takeIf { metadata.jwksUri == null },
            NO_PUBLIC.takeIf { methods != null && "none" !in methods },
            "Tokens cannot be revoked: logout removes them here, and they work until they expire."
                .takeIf { metadata.revocationEndpoint == null },
            "Tokens are bound to the certificate of a client, which this command cannot present."
                .takeIf { metadata.tlsClientCertificateBoundAccessTokens },
            unusable(),
        )

    /** A member that names an endpoint and is no URL of https counts as absent, and the user should know. */
    private fun unusable(): String? {
        val names = ENDPOINTS.filter { (name, address) -> metadata[name] != null && address(metadata) == null }.keys
        return if (names.isEmpty()) null else "Not a usable address, and ignored: ${names.joinToString(", ")}."
    }

    private fun yesIfListed(grant: String) = if (grants == null) "not announced" else yesOrNo(grant in grants)

    private fun yesOrNo(value: Boolean) = if (value) "yes" else "no"

    private fun listed(name: String): String? = metadata.strings(name)?.takeIf { it.isNotEmpty() }?.joined()

    private fun List<String>.joined(): String =
        take(MAX_SHOWN).joinToString(" ") + if (size > MAX_SHOWN) " … (${size - MAX_SHOWN} more)" else ""

    private fun line(
        name: String,
        value: String,
    ): String = "  ${"$name:".padEnd(WIDTH)} ${value.onOneLine().take(MAX_LENGTH)}"

    private companion object {
        const val WIDTH = 19
        const val MAX_SHOWN = 20
        const val MAX_LENGTH = 400
        const val TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
        const val JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        const val NO_LOGIN = "There is no login for users: neither a device nor an authorization endpoint is named."
        const val NO_DEVICE =
            "There is no device login, so a browser has to come back to this machine: over SSH, forward its port."
        const val NO_PUBLIC = "Clients without a secret are not announced: --client-secret-file may be needed."
        val ENDPOINTS =
            mapOf<String, (ServerMetadata) -> String?>(
                "authorization_endpoint" to { it.authorizationEndpoint },
                "token_endpoint" to { it.tokenEndpoint },
                "device_authorization_endpoint" to { it.deviceAuthorizationEndpoint },
                "revocation_endpoint" to { it.revocationEndpoint },
                "introspection_endpoint" to { it.introspectionEndpoint },
                "userinfo_endpoint" to { it.userinfoEndpoint },
                "jwks_uri" to { it.jwksUri },
            )
    }
}
