package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.grants.GrantTypes
import io.github.oidcauth.sample.server.web.Origin
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.jose.jws.MacAlgorithm
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm

/**
 * Completes both discovery documents (OpenID Connect Discovery 1.0 §3, RFC 8414 §2): Spring's own announce mutual TLS, which
 * this server does not support, and omit the additions of this server.
 */
internal class Metadata(
    private val origin: Origin,
) {
    fun correct(claims: MutableMap<String, Any>) {
        claims.remove("tls_client_certificate_bound_access_tokens")
        claims["token_endpoint_auth_methods_supported"] = confidential + ClientAuthenticationMethod.NONE.value
        claims["token_endpoint_auth_signing_alg_values_supported"] = assertionAlgorithms
        claims["revocation_endpoint_auth_methods_supported"] = confidential + ClientAuthenticationMethod.NONE.value
        claims["revocation_endpoint_auth_signing_alg_values_supported"] = assertionAlgorithms
        claims["introspection_endpoint_auth_methods_supported"] = confidential
        claims["introspection_endpoint_auth_signing_alg_values_supported"] = assertionAlgorithms
        claims["scopes_supported"] = (Scopes.ofUsers + Scopes.ofServices).toList()
        claims["registration_endpoint"] = origin.url + Endpoints.REGISTRATION
        claims["response_modes_supported"] = listOf("query")
        claims["authorization_response_iss_parameter_supported"] = true
        claims["claims_supported"] =
            listOf(
                "sub",
                "preferred_username",
                "name",
                "given_name",
                "family_name",
                "email",
                "email_verified",
                "auth_time",
                "sid",
            )
        grantTypes(claims)
        claims["backchannel_authentication_endpoint"] = origin.url + Endpoints.BACKCHANNEL_AUTHENTICATION
        claims["backchannel_token_delivery_modes_supported"] = listOf("poll", "ping")
        claims["backchannel_user_code_parameter_supported"] = false
        // If these are absent, the first means no and the second yes.
        claims["request_parameter_supported"] = false
        claims["request_uri_parameter_supported"] = false
        claims["claims_parameter_supported"] = false
    }

    private fun grantTypes(claims: MutableMap<String, Any>) {
        val ofSpring = claims["grant_types_supported"] as List<*>
        claims["grant_types_supported"] = ofSpring + GrantTypes.all.map { it.value }
    }

    private val confidential =
        listOf(
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.CLIENT_SECRET_JWT,
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
        ).map { it.value }

    private val assertionAlgorithms = SignatureAlgorithm.entries.map { it.name } + MacAlgorithm.entries.map { it.name }
}
