package io.github.oidcauth.sample.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.providers.Auth0
import io.github.oidcauth.providers.Cognito
import io.github.oidcauth.providers.Entra
import io.github.oidcauth.providers.GitHub
import io.github.oidcauth.providers.GitLab
import io.github.oidcauth.providers.Google
import io.github.oidcauth.providers.Keycloak
import io.github.oidcauth.providers.Okta
import io.github.oidcauth.providers.Ping
import io.github.oidcauth.providers.PingOneRegion
import io.github.oidcauth.providers.Provider
import io.github.oidcauth.providers.Slack

/** Returns all providers with a preset. The names are examples; yours are in the provider's console. */
fun knownProviders(): List<Provider> {
    val auth0 = Auth0.tenant("acme.eu.auth0.com")

    val cognito = Cognito.pool("eu-west-1", "eu-west-1_AbCdEfGhI", "acme")

    val entra = Entra.tenant("contoso.onmicrosoft.com")
    val anybodyAtMicrosoft = Entra.tenant("common")
    val b2c = Entra.b2c("contoso", "B2C_1_signin")

    val gitHub = GitHub.provider()
    val gitHubEnterprise = GitHub.enterprise("https://github.example.com")

    val gitLab = GitLab.provider()
    val ownGitLab = GitLab.selfManaged("https://gitlab.example.com")

    val google = Google.offline()

    val keycloak = Keycloak.realm("https://sso.example.com", "staff")

    val okta = Okta.customServer("acme.okta.com", Okta.DEFAULT_SERVER)
    val oktaItself = Okta.org("acme.okta.com")

    val pingOne = Ping.pingOne("8eaef023-2b34-4da1-9baa-8bc8c9d6a490", PingOneRegion.EUROPE)
    val pingFederate = Ping.pingFederate("https://sso.example.com:9031")

    val slackBot = Slack.bot()
    val slackUser = Slack.user()
    val signInWithSlack = Slack.openId()

    return listOf(auth0, cognito, entra, anybodyAtMicrosoft, b2c, gitHub, gitHubEnterprise, gitLab, ownGitLab, google) +
        listOf(keycloak, okta, oktaItself, pingOne, pingFederate, slackBot, slackUser, signInWithSlack)
}

/** Returns the configuration of any provider for `authenticate`. */
fun loginConfig(
    provider: Provider,
    secret: String?,
): Config =
    Config(provider.issuer) {
        client = provider.clientConfig("my-client") { clientSecret = secret }
        metadata = provider.metadata
        scope("api")
    }

/** Logs in with a code, at any provider that has device logins. */
suspend fun deviceLoginAt(
    provider: Provider,
    secret: String?,
    show: (page: String, userCode: String) -> Unit,
): Token {
    val client = OAuth2Client.of(provider, "my-client") { clientSecret = secret }
    val code = client.deviceAuthorization(RequestOptions { scope("openid", "email") })
    show(code.uri, code.userCode)
    return client.pollingJob(code).await()
}

suspend fun main() {
    try {
        val token =
            deviceLoginAt(GitLab.provider(), System.getenv("CLIENT_SECRET")) { page, userCode ->
                println("Open $page and enter $userCode.")
            }
        println("logged in until ${token.expiresAt}")
    } catch (e: AuthException) {
        println(e.message)
    }
}
