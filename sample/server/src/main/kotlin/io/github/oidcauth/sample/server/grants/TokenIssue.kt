package io.github.oidcauth.sample.server.grants

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.OAuth2AccessToken
import org.springframework.security.oauth2.core.OAuth2RefreshToken
import org.springframework.security.oauth2.core.oidc.OidcIdToken
import org.springframework.security.oauth2.core.oidc.OidcScopes
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames
import org.springframework.security.oauth2.jwt.Jwt
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator
import java.security.Principal

/** Makes, keeps and responses the tokens of a grant, as Spring does for its own. */
internal class TokenIssue(
    private val authorizations: OAuth2AuthorizationService,
    private val generator: OAuth2TokenGenerator<*>,
) {
    fun issue(
        request: ExtensionGrant,
        client: RegisteredClient,
        grant: () -> ExtensionGrantProvider.Granted,
    ): OAuth2AccessTokenAuthenticationToken {
        // The proof goes first: a grant that serves once is not used up by a request that is refused for its proof.
        val proof = Proofs.verified(request)
        val granted = grant()
        val user = UsernamePasswordAuthenticationToken.authenticated(granted.user.username, null, emptyList())
        val context =
            DefaultOAuth2TokenContext
                .builder()
                .registeredClient(client)
                .principal(user)
                .authorizationServerContext(AuthorizationServerContextHolder.getContext())
                .authorizedScopes(granted.scopes)
                .authorizationGrantType(request.grantType)
                .authorizationGrant(request)
        if (proof != null) context.put(OAuth2TokenContext.DPOP_PROOF_KEY, proof)

        fun generate(type: OAuth2TokenType) = generator.generate(context.tokenType(type).build())

        val jwt = generate(OAuth2TokenType.ACCESS_TOKEN) as Jwt
        val type = if (proof == null) OAuth2AccessToken.TokenType.BEARER else OAuth2AccessToken.TokenType.DPOP
        val accessToken = OAuth2AccessToken(type, jwt.tokenValue, jwt.issuedAt, jwt.expiresAt, granted.scopes)
        val refreshToken = if (granted.refreshable) generate(OAuth2TokenType.REFRESH_TOKEN) as OAuth2RefreshToken else null
        val idToken =
            if (OidcScopes.OPENID in granted.scopes) {
                (generate(OAuth2TokenType(OidcParameterNames.ID_TOKEN)) as Jwt).let {
                    OidcIdToken(it.tokenValue, it.issuedAt, it.expiresAt, it.claims)
                }
            } else {
                null
            }
        authorizations.save(record(request, client, granted, user, jwt, accessToken, refreshToken, idToken))
        val more = idToken?.let { mapOf<String, Any>(OidcParameterNames.ID_TOKEN to it.tokenValue) }.orEmpty()
        return OAuth2AccessTokenAuthenticationToken(client, request.principal as Authentication, accessToken, refreshToken, more)
    }

    private fun record(
        request: ExtensionGrant,
        client: RegisteredClient,
        granted: ExtensionGrantProvider.Granted,
        user: Authentication,
        jwt: Jwt,
        accessToken: OAuth2AccessToken,
        refreshToken: OAuth2RefreshToken?,
        idToken: OidcIdToken?,
    ): OAuth2Authorization {
        val record =
            OAuth2Authorization
                .withRegisteredClient(client)
                .principalName(user.name)
                .authorizationGrantType(request.grantType)
                .authorizedScopes(granted.scopes)
                .attribute(Principal::class.java.name, user)
                .token(accessToken) {
                    it[OAuth2Authorization.Token.CLAIMS_METADATA_NAME] = jwt.claims
                    it[OAuth2Authorization.Token.INVALIDATED_METADATA_NAME] = false
                    it[OAuth2TokenFormat::class.java.name] = OAuth2TokenFormat.SELF_CONTAINED.value
                }
        refreshToken?.let(record::refreshToken)
        idToken?.let { record.token(it) { data -> data[OAuth2Authorization.Token.CLAIMS_METADATA_NAME] = it.claims } }
        return record.build()
    }
}
