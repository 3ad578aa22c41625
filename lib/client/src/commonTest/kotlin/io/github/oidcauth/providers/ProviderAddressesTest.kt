// Tests ProviderUrlParts.
package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

/** The addresses of each preset. They are written out here, so that none changes unnoticed. */
class ProviderAddressesTest :
    FunSpec({
        context("a preset asks for metadata at") {
            mapOf(
                Auth0.tenant("acme.eu.auth0.com") to "https://acme.eu.auth0.com/.well-known/openid-configuration",
                Auth0.tenant("acme") to "https://acme.auth0.com/.well-known/openid-configuration",
                Auth0.tenant("MyTenant.eu") to "https://mytenant.eu.auth0.com/.well-known/openid-configuration",
                Auth0.tenant("acme.us-3") to "https://acme.us-3.auth0.com/.well-known/openid-configuration",
                Auth0.tenant("acme.prod-eu-1.auth0app.com") to
                    "https://acme.prod-eu-1.auth0app.com/.well-known/openid-configuration",
                Auth0.tenant("https://Login.Example.com") to "https://login.example.com/.well-known/openid-configuration",
                Auth0.tenant("https://acme.eu/") to "https://acme.eu/.well-known/openid-configuration",
                Cognito.pool("eu-west-1", "eu-west-1_AbCdEfGhI") to
                    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI/.well-known/openid-configuration",
                Entra.tenant("contoso.onmicrosoft.com") to
                    "https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration",
                Entra.tenant("Contoso") to
                    "https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration",
                Entra.tenant("contoso", EntraCloud.US_GOVERNMENT) to
                    "https://login.microsoftonline.us/contoso.onmicrosoft.us/v2.0/.well-known/openid-configuration",
                Entra.tenant("contoso", EntraCloud.CHINA) to
                    "https://login.partner.microsoftonline.cn/contoso.partner.onmschina.cn/v2.0/" +
                    ".well-known/openid-configuration",
                Entra.tenant("organizations") to
                    "https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration",
                Entra.tenant("common") to "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
                Entra.tenant("8EAEF023-2b34-4da1-9baa-8bc8c9d6a490") to
                    "https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0/" +
                    ".well-known/openid-configuration",
                Entra.tenant("common", EntraCloud.US_GOVERNMENT) to
                    "https://login.microsoftonline.us/common/v2.0/.well-known/openid-configuration",
                Entra.tenant("common", EntraCloud.CHINA) to
                    "https://login.partner.microsoftonline.cn/common/v2.0/.well-known/openid-configuration",
                Entra.tenantV1("contoso.com") to "https://login.microsoftonline.com/contoso.com/.well-known/openid-configuration",
                Entra.b2c("contoso", "B2C_1_signin") to
                    "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_signin/v2.0/.well-known/openid-configuration",
                Entra.b2c("contoso", "B2C_1A_signin", "https://login.contoso.com") to
                    "https://login.contoso.com/contoso.onmicrosoft.com/B2C_1A_signin/v2.0/.well-known/openid-configuration",
                GitLab.provider() to "https://gitlab.com/.well-known/openid-configuration",
                GitLab.selfManaged("https://example.com:8443/gitlab/") to
                    "https://example.com:8443/gitlab/.well-known/openid-configuration",
                Google.offline() to "https://accounts.google.com/.well-known/openid-configuration",
                Keycloak.realm("https://sso.example.com", "staff") to
                    "https://sso.example.com/realms/staff/.well-known/openid-configuration",
                Keycloak.realm("http://localhost:8080/auth/", "a_b-c.d") to
                    "http://localhost:8080/auth/realms/a_b-c.d/.well-known/openid-configuration",
                Okta.org("acme") to "https://acme.okta.com/.well-known/openid-configuration",
                Okta.org("acme.oktapreview.com") to "https://acme.oktapreview.com/.well-known/openid-configuration",
                Okta.org("https://login.example.com:8443") to "https://login.example.com:8443/.well-known/openid-configuration",
                Okta.org("acme.okta.com") to "https://acme.okta.com/.well-known/openid-configuration",
                Okta.customServer("acme.okta.com", Okta.DEFAULT_SERVER) to
                    "https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
                Ping.pingOne("8eaef023", PingOneRegion.NORTH_AMERICA) to
                    "https://auth.pingone.com/8eaef023/as/.well-known/openid-configuration",
                Ping.pingOne("8eaef023", PingOneRegion.CANADA) to
                    "https://auth.pingone.ca/8eaef023/as/.well-known/openid-configuration",
                Ping.pingOne("8eaef023", PingOneRegion.EUROPE) to
                    "https://auth.pingone.eu/8eaef023/as/.well-known/openid-configuration",
                Ping.pingOne("8eaef023", PingOneRegion.AUSTRALIA) to
                    "https://auth.pingone.com.au/8eaef023/as/.well-known/openid-configuration",
                Ping.pingOne("8eaef023", PingOneRegion.SINGAPORE) to
                    "https://auth.pingone.sg/8eaef023/as/.well-known/openid-configuration",
                Ping.pingOne("8eaef023", PingOneRegion.ASIA_PACIFIC) to
                    "https://auth.pingone.asia/8eaef023/as/.well-known/openid-configuration",
                Ping.pingFederate("https://sso.example.com:9031") to
                    "https://sso.example.com:9031/.well-known/openid-configuration",
                Slack.openId() to "https://slack.com/.well-known/openid-configuration",
            ).forEach { (provider, url) ->
                test(url) {
                    // Were it found there, it would not be asked for anywhere else.
                    val bench = ClientBench { ScriptedResponse("", 404) }

                    shouldThrow<HttpException> { ProtocolClient.of(provider, ClientConfig("my-client"), bench.clientContext) }

                    bench.requests.first().url shouldBe url
                    provider.metadata.shouldBeNull()
                }
            }
        }

        context("a preset knows by heart") {
            fun endpoints(provider: Provider) =
                provider.metadata.shouldNotBeNull().let {
                    listOf(it.issuer, it.authorizationEndpoint, it.tokenEndpoint, it.deviceAuthorizationEndpoint)
                }

            mapOf(
                ("GitHub" to GitHub.provider()) to
                    listOf(
                        "https://github.com/login/oauth",
                        "https://github.com/login/oauth/authorize",
                        "https://github.com/login/oauth/access_token",
                        "https://github.com/login/device/code",
                    ),
                ("GitHub Enterprise by its short name" to GitHub.enterprise("octocorp")) to
                    listOf(
                        "https://octocorp.ghe.com/login/oauth",
                        "https://octocorp.ghe.com/login/oauth/authorize",
                        "https://octocorp.ghe.com/login/oauth/access_token",
                        "https://octocorp.ghe.com/login/device/code",
                    ),
                ("GitHub Enterprise" to GitHub.enterprise("octocorp.ghe.com")) to
                    listOf(
                        "https://octocorp.ghe.com/login/oauth",
                        "https://octocorp.ghe.com/login/oauth/authorize",
                        "https://octocorp.ghe.com/login/oauth/access_token",
                        "https://octocorp.ghe.com/login/device/code",
                    ),
                ("Slack for bots" to Slack.bot()) to
                    listOf(null, "https://slack.com/oauth/v2/authorize", "https://slack.com/api/oauth.v2.access", null),
                ("Slack for people" to Slack.user()) to
                    listOf(null, "https://slack.com/oauth/v2/authorize", "https://slack.com/api/oauth.v2.access", null),
            ).forEach { (preset, known) ->
                val (name, provider) = preset
                test("the endpoints of $name, and asks for nothing") {
                    val bench = ClientBench { ScriptedResponse("", 404) }

                    ProtocolClient.of(provider, ClientConfig("my-client"), bench.clientContext).metadata shouldBe
                        provider.metadata

                    endpoints(provider) shouldBe known
                    bench.requests.shouldBeEmpty()
                }
            }
        }

        context("a name that would become more of an address than it should is refused") {
            val hostile =
                listOf(
                    "",
                    " ",
                    "..",
                    "a/b",
                    "a\\b",
                    "/a",
                    "a@b",
                    "user:secret@b",
                    "a#b",
                    "a?b",
                    "a b",
                    "a%2fb",
                    "a\nb",
                    "a\u0000b",
                    "a:b",
                    "[::1]",
                    "\u00e4cme",
                    "\u0430cme.example",
                    "a\u2024example",
                    "a\u3002example",
                    "a".repeat(300),
                )
            val id = "8eaef023-2b34-4da1-9baa-8bc8c9d6a490"
            val makers =
                mapOf<String, (String) -> Provider>(
                    "Auth0.tenant" to Auth0::tenant,
                    "Cognito.pool region" to { Cognito.pool(it, "eu-west-1_A") },
                    "Cognito.pool poolId" to { Cognito.pool("eu-west-1", it) },
                    "Cognito.pool domain" to { Cognito.pool("eu-west-1", "eu-west-1_A", it) },
                    "Entra.tenant" to { Entra.tenant(it) },
                    "Entra.tenantV1" to { Entra.tenantV1(it) },
                    "Entra.b2c name" to { Entra.b2c(it, "B2C_1") },
                    "Entra.b2c policy" to { Entra.b2c("contoso", it) },
                    "Entra.b2c host" to { Entra.b2c("contoso", "B2C_1", it) },
                    "GitHub.enterprise" to GitHub::enterprise,
                    "Keycloak.realm realm" to { Keycloak.realm("https://sso.example.com", it) },
                    "Okta.org" to Okta::org,
                    "Okta.customServer domain" to { Okta.customServer(it, "default") },
                    "Okta.customServer id" to { Okta.customServer("acme.okta.com", it) },
                    "Ping.pingOne" to { Ping.pingOne(it, PingOneRegion.EUROPE) },
                )
            makers.forEach { (name, make) ->
                val isHost =
                    name in setOf(
                        "Auth0.tenant",
                        "Cognito.pool domain",
                        "Entra.b2c host",
                        "GitHub.enterprise",
                        "Okta.org",
                        "Okta.customServer domain",
                    )
                // A bare host is refused where short names exist: acme.example would be another host than acme.example.auth0.com.
                val bareHosts = listOf("login.example.com", "acme.example", "okta.com", "evil-okta.com", "localhost.")
                val urls =
                    listOf(
                        "http://login.example.com",
                        "https://login.example.com/x",
                        "https://a@b.example",
                        "https://",
                        "ftp://x",
                    )
                (if (isHost) hostile + bareHosts + urls else hostile).forEach { text ->
                    test(
                        "$name: '${text.take(20).map {
                            if (it in '!'..'~') it.toString() else "\\u" + it.code.toString(radix = 16)
                        }.joinToString("")}'",
                    ) {
                        val error = shouldThrow<InvalidConfigException> { make(text) }
                        error.message shouldNotContain "secret"
                        error.message.all { it in ' '..'~' || it.code > 0xa0 } shouldBe true
                    }
                }
                test("$name takes what it is for") {
                    val text =
                        when {
                            isHost -> "https://login.example.com"
                            "region" in name -> "eu-west-1"
                            else -> "acme"
                        }
                    val provider = make(text)
                    val published = provider.metadata ?: ServerMetadata { issuer(provider.issuer) }
                    "${provider.quirks.completeMetadata(published).toJson()}" shouldContain text.removePrefix("https://")
                }
            }

            listOf(
                "https://a@b.example",
                "https://a.example#b",
                "https://a.example?b",
                "https://\u00e4.example",
                "",
                "ftp://a.example",
                "https://a.example/../b",
            ).forEach { url ->
                listOf<Pair<String, (String) -> Provider>>(
                    "Keycloak.realm baseUrl" to { Keycloak.realm(it, "staff") },
                    "GitLab.selfManaged" to GitLab::selfManaged,
                    "Ping.pingFederate" to Ping::pingFederate,
                ).forEach { (name, make) ->
                    test("$name: '$url'") { shouldThrow<InvalidConfigException> { make(url) } }
                }
            }

            test("Cognito in China, whose addresses are others") {
                shouldThrow<InvalidConfigException> { Cognito.pool("cn-north-1", "cn-north-1_A") }
            }

            test("an id of a tenant is a name like any other: $id") { Entra.tenant(id).issuerCheck shouldBe IssuerCheck.Exact }
        }

        test("plain http to another machine is not used for what a preset finds") {
            val server = MisbehavingServer()

            shouldThrow<AuthException> { server.client(Keycloak.realm("http://sso.example.com", "staff")) }

            server.bench.requests.shouldBeEmpty()
        }

        test("presets of the same names are equal, so that flows of the same settings are one") {
            Entra.tenant("contoso.com") shouldBe Entra.tenant("Contoso.com")
            Entra.tenant("contoso.com") shouldNotBe Entra.tenantV1("contoso.com")
            GitHub.provider() shouldBe GitHub.enterprise("https://github.com")
            Google.online() shouldNotBe Google.offline()
            Slack.bot() shouldNotBe Slack.user()
            Slack.bot().issuer shouldNotBe Slack.user().issuer
            Auth0.tenant("a").clientConfig("c") shouldBe Auth0.tenant("a.auth0.com").clientConfig("c")
            Auth0.tenant("a").clientConfig("c") shouldNotBe Auth0.tenant("b").clientConfig("c")
            Auth0.tenant("a").clientConfig("c") shouldNotBe ClientConfig("c")
            Auth0.tenant("a").hashCode() shouldBe Auth0.tenant("A").hashCode()
        }

        test("a setting of the caller's for the issuer comes before the preset's") {
            val named = IssuerCheck.Named("https://contoso.b2clogin.com/tfp/id/b2c_1/v2.0/")
            val provider = Entra.b2c("contoso", "B2C_1")

            provider.clientConfig("c") { issuerCheck = named }.issuerCheck shouldBe named
            provider.clientConfig("c").issuerCheck shouldBe provider.issuerCheck
        }
    })
