package io.github.oidcauth

import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.ClientCertificate
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.IntrospectionSettings
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.TokenResponseSettings
import io.github.oidcauth.openid.IdTokenSettings
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respondOk
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Returns the configurations, of logins and of clients, for [BuilderSettingsTest]. */
internal fun configCases(): List<BuilderCase<*, *>> = listOf(configCase(), clientConfigCase(), apiClientConfigCase())

private val httpClient by lazy { HttpClient(MockEngine { respondOk() }) }

/** At an issuer, since an application has fewer settings. */
private fun configCase() =
    BuilderCase(
        Config::class,
        base = { Config.builder("https://h.example").clientId("c") },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes = loginChanges() + machineChanges(),
        shown = setOf("host", "clientId", "account", "loginRoute", "tokenRoute", "deviceRoute", "scope", "appName"),
    )

private fun loginChanges(): Map<String, (Config.Builder) -> Config.Builder> =
    mapOf(
        "host" to { Config.builder("https://$MARKER.example").clientId("c") },
        "clientId" to set { clientId = MARKER },
        "clientSecret" to set { clientSecret = MARKER },
        "client" to set { client = ClientConfig("c") { clientSecret = MARKER } },
        "metadata" to set { metadata = ServerMetadata { tokenEndpoint("https://$MARKER.example/token") } },
        "audiences" to set { audiences = listOf(MARKER) },
        "resources" to set { resources = listOf("https://$MARKER.example") },
        "account" to set { account = MARKER },
        "loginHint" to set { loginHint = MARKER },
        "minTtl" to set { minTtl = 5.minutes },
        "loginRoute" to set { loginRoute = "/$MARKER" },
        "tokenRoute" to set { tokenRoute = "/$MARKER" },
        "deviceRoute" to set { deviceRoute = "/$MARKER" },
        "redirectUri" to set { redirectUri = "http://127.0.0.1:0/$MARKER" },
        "redirectPorts" to set { redirectPorts = listOf(8400, 0) },
        "redirectHost" to set { redirectHost = "localhost" },
        "redirectPath" to set { redirectPath = "/$MARKER" },
        "listenAddress" to set { listenAddress = "0.0.0.0:53100" },
        "requiredAcrValues" to set { requiredAcrValues = listOf(MARKER) },
        "maxAge" to set { maxAge = 5.minutes },
        "authorizationParameters" to set { authorizationParameters = mapOf("login_hint" to MARKER) },
        "scope" to set { scope = MARKER },
        "extraScopeToConsent" to set { extraScopeToConsent = MARKER },
        "flow" to set { flow = LoginFlow.BROWSER },
        "timeout" to set { timeout = 1.minutes },
    )

@OptIn(DelicateOidcAuthApi::class)
private fun machineChanges(): Map<String, (Config.Builder) -> Config.Builder> {
    val otherStore = InMemoryTokenStore()
    val receiver =
        object : CodeReceiver {
            override val redirectUri = "com.example.$MARKER:/callback"

            override suspend fun receive(login: BrowserLogin): String? = null
        }
    val tokenListener = TokenListener { _, _ -> }
    return mapOf(
        "appName" to set { appName = MARKER },
        "tokenFileVariable" to set { tokenFileVariable = MARKER },
        "store" to set { store = otherStore },
        "interaction" to set { interaction = SilentInteraction },
        "interactive" to set { interactive = false },
        "terminalRequired" to set { terminalRequired = true },
        "storageRequired" to set { storageRequired = true },
        "openBrowser" to set { openBrowser = false },
        "showProgress" to set { showProgress = false },
        "browser" to set { browser = BrowserOpener.SYSTEM },
        "callbackPages" to set { callbackPages = CallbackPages("<p>$MARKER") },
        "codeReceiver" to set { codeReceiver = receiver },
        "listener" to set { listener = tokenListener },
        "requestTimeout" to set { requestTimeout = 1.minutes },
        "httpClient" to set { httpClient = io.github.oidcauth.httpClient },
        "caFile" to set { caFile = MARKER },
        "proxy" to set { proxy = "http://$MARKER.example" },
        "insecureHttpAllowed" to set { allowInsecureHttp() },
    )
}

private fun clientConfigCase() =
    BuilderCase(
        ClientConfig::class,
        base = { ClientConfig.builder("c") },
        build = { it.build() },
        newBuilder = { it.newBuilder() },
        changes = clientChanges(),
        shown = setOf("clientId"),
    )

@OptIn(DelicateOidcAuthApi::class)
private fun clientChanges(): Map<String, (ClientConfig.Builder) -> ClientConfig.Builder> {
    val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, MARKER)
    val certificate =
        object : ClientCertificate() {
            override val thumbprint = MARKER
        }
    val providerQuirks = ProviderQuirks(isAssertionTyped = false)
    return mapOf(
        "clientId" to { ClientConfig.builder(MARKER) },
        "authentication" to set { authentication = ClientSecretBasic(MARKER) },
        "clientSecret" to set { clientSecret = MARKER },
        "signingKey" to set { signingKey = key },
        "clientCertificate" to set { clientCertificate = certificate },
        "dpop" to set { dpop = DPoP.perToken() },
        "issuerCheck" to set { issuerCheck = IssuerCheck.Named("https://$MARKER.example") },
        "authorization" to set { authorization = AuthorizationSettings { pushed() } },
        "idToken" to set { idToken = IdTokenSettings { authorizedParties(MARKER) } },
        "userInfo" to set { userInfo = JwtProtection { requireEncryption() } },
        "introspection" to set { introspection = IntrospectionSettings { audience(MARKER) } },
        "tokenResponse" to set { tokenResponse = TokenResponseSettings { meansBearer(MARKER) } },
        "listener" to set { listener { _, _ -> } },
        "tokenParameters" to set { tokenParameter("x", MARKER) },
        "decryptionKeys" to set { decryptionKeys = listOf(key) },
        "leeway" to set { leeway = 1.seconds },
        "requestTimeout" to set { requestTimeout = 1.minutes },
        "httpClient" to set { httpClient = io.github.oidcauth.httpClient },
        "caFile" to set { caFile = MARKER },
        "proxy" to set { proxy = "http://$MARKER.example" },
        "insecureHttpAllowed" to set { allowInsecureHttp() },
        "quirks" to set { quirks = providerQuirks },
    )
}
