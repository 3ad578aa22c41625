package io.github.oidcauth

import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.IntrospectionSettings
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.RequestObjectSettings
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.TokenResponseSettings
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.IdTokenSettings
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Returns the values beside the configurations for [BuilderSettingsTest]. */
internal fun valueCases(): List<BuilderCase<*, *>> =
    listOf(
        tokenCase(),
        clearOptionsCase(),
        terminalOptionsCase(),
        requestOptionsCase(),
        idTokenSettingsCase(),
        protectionCase(),
        introspectionCase(),
        tokenResponseCase(),
        tokenSourceOptionsCase(),
        authorizationCase(),
        serverMetadataCase(),
        clientMetadataCase(),
    )

private val key by lazy { NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, MARKER) }
private val encrypted = JwtProtection { requireEncryption() }

private fun tokenCase(): BuilderCase<Token.Builder, Token> {
    val dpopKey by lazy { DPoPKey(key, JwsAlgorithm.ES256) }
    return BuilderCase(
        Token::class,
        base = { Token.builder("a").refreshToken("r") },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "accessToken" to set { accessToken = MARKER },
                "tokenType" to set { tokenType = MARKER },
                "expiresAt" to set { expiresAt = Instant.fromEpochSeconds(1) },
                "lifetime" to set { lifetime = 1.minutes },
                "refreshToken" to set { refreshToken = MARKER },
                "refreshExpiresAt" to set { refreshExpiresAt = Instant.fromEpochSeconds(1) },
                "idToken" to set { idToken = MARKER },
                "scope" to set { scope = MARKER },
                "dpopKey" to set { this.dpopKey = dpopKey },
                "extra" to set { extra = JsonObject(mapOf(MARKER to JsonPrimitive(MARKER))) },
            ),
        shown = setOf("tokenType", "scope"),
        notCompared = setOf("lifetime"),
    )
}

private fun terminalOptionsCase(): BuilderCase<TerminalOptions.Builder, TerminalOptions> {
    val picture =
        object : LoginPicture {
            override fun of(
                code: DeviceCode,
                space: TerminalSpace,
            ) = emptyList<String>()
        }
    return BuilderCase(
        TerminalOptions::class,
        base = { TerminalOptions.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "openBrowser" to set { openBrowser = false },
                "colors" to set { colors = true },
                "plain" to set { plain = true },
                "picture" to set { this.picture = picture },
            ),
    )
}

private fun clearOptionsCase() =
    BuilderCase(
        ClearOptions::class,
        base = { ClearOptions.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "revokeOffline" to set { revokeOffline = false },
                "revokeOnline" to set { revokeOnline = true },
                "removeOnRevokeFail" to set { removeOnRevokeFail = true },
            ),
    )

private fun requestOptionsCase() =
    BuilderCase(
        RequestOptions::class,
        base = { RequestOptions.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "scope" to set { scope(MARKER) },
                "resources" to set { resource("https://$MARKER.example") },
                "audiences" to set { audience(MARKER) },
                "authorizationDetails" to set { authorizationDetails(JsonArray(listOf(JsonPrimitive(MARKER)))) },
                "custom" to set { parameter("x", MARKER) },
                "authentication" to set { authentication(ClientSecretPost(MARKER)) },
                "clientSecret" to set { clientSecret(MARKER) },
                "listener" to set { listener { _, _ -> } },
            ),
        shown = setOf("scope", "resources", "audiences"),
    )

@OptIn(DelicateOidcAuthApi::class)
private fun idTokenSettingsCase() =
    BuilderCase(
        IdTokenSettings::class,
        base = { IdTokenSettings.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "protection" to set { protection = encrypted },
                "authorizedParties" to set { authorizedParties(MARKER) },
                "trustedAudiences" to set { trustedAudiences(MARKER) },
                "maxIssuedAge" to set { maxIssuedAge = 1.minutes },
                "skipValidation" to set { skipValidation() },
            ),
        shown = setOf("authorizedParties", "trustedAudiences"),
    )

private fun protectionCase() =
    BuilderCase(
        JwtProtection::class,
        base = { JwtProtection.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "signatures" to set { signedResponseAlgorithms(JwsAlgorithm.PS256) },
                "keyEncryptions" to set { encryptedResponseAlgorithms(JweAlgorithm.ECDH_ES) },
                "contentEncryptions" to set { encryptedResponseEncodings(ContentEncryption.A128GCM) },
                "encryptionRequired" to set { requireEncryption() },
            ),
    )

private fun introspectionCase() =
    BuilderCase(
        IntrospectionSettings::class,
        base = { IntrospectionSettings.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "protection" to set { protection = encrypted },
                "jwtRequired" to set { requireJwt() },
                "audience" to set { audience(MARKER) },
            ),
        shown = setOf("audience"),
    )

private fun tokenResponseCase() =
    BuilderCase(
        TokenResponseSettings::class,
        base = { TokenResponseSettings.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "missingTypeBearer" to set { missingTypeMeansBearer() },
                "bearerTypes" to set { meansBearer(MARKER) },
                "defaultLifetime" to set { defaultLifetime = 1.minutes },
            ),
        shown = setOf("bearerTypes"),
    )

private fun tokenSourceOptionsCase() =
    BuilderCase(
        TokenSourceOptions::class,
        base = { TokenSourceOptions.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            InMemoryTokenStore().let { memory ->
                mapOf(
                    "store" to set { store = memory },
                    "key" to set { key(TokenKey.of(MARKER)) },
                    "leeway" to set { leeway = 1.minutes + 1.seconds },
                    "refreshAhead" to set { refreshAhead = 0.25 },
                    "failureListener" to set { onFailure(LISTENER) },
                )
            },
        shown = setOf("key"),
    )

private val LISTENER = TokenSourceOptions.FailureListener { }

private fun authorizationCase() =
    BuilderCase(
        AuthorizationSettings::class,
        base = { AuthorizationSettings.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes =
            mapOf(
                "isPushed" to set { pushed() },
                "requestObject" to set { requestObject(RequestObjectSettings(key)) },
                "responses" to set { responses(encrypted) },
            ),
    )

private fun serverMetadataCase() =
    BuilderCase(
        ServerMetadata::class,
        base = { ServerMetadata.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes = mapOf("members" to set { member("x", MARKER) }),
    )

private fun clientMetadataCase() =
    BuilderCase(
        ClientMetadata::class,
        base = { ClientMetadata.builder() },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes = mapOf("members" to set { member("x", MARKER) }),
    )
