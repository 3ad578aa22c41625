package io.github.oidcauth.internal.authorization

import io.github.oidcauth.internal.jwt.JwtPolicy
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.time.Duration

/** The rules for signed responses of one server to one client (JARM §2.4, §3). Pure. */
internal class JarmRules(
    private val metadata: ServerMetadata,
    private val config: ClientConfig,
) {
    private val issuerMatcher = IssuerMatcher(config.issuerCheck)

    val policy: JwtPolicy =
        JwtPolicy.of(
            "The signed response",
            config.authorization.responses,
            "authorization_signing_alg_values_supported",
            config,
            metadata,
        )
    val clientId: String get() = config.clientId
    val leeway: Duration get() = config.leeway

    /** The shared secret if responses may be signed with it, else empty. */
    val secretKeys: List<Jwk>
        get() =
            if (policy.signatures.any { it.isSymmetric }) {
                listOfNotNull(config.sharedSecret?.let(ClientSecretKey::signing))
            } else {
                emptyList()
            }

    /** Returns whether [issuer] may issue a response. */
    fun isExpected(issuer: String): Boolean = metadata.issuer?.let { issuerMatcher.matchesResponse(issuer, it) } == true
}
