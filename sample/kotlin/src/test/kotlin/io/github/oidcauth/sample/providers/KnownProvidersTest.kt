package io.github.oidcauth.sample.providers

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.authenticate
import io.github.oidcauth.providers.Slack
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import java.net.URI

class KnownProvidersTest :
    FunSpec({
        test("every preset of the sample is another one, at an address") {
            val providers = knownProviders()

            providers.distinct() shouldHaveSize 18
            providers.forEach { URI(it.issuer).scheme shouldBe "https" }
        }

        test("a preset of one's own is a value like any other") {
            acme("a") shouldBe acme("a")
            acme("a") shouldNotBe acme("b")
            acme("a").issuer shouldBe "https://a.acme.example"
        }

        test("a provider without device logins says so before anything is sent") {
            listOf(Slack.bot(), Slack.user()).forEach { provider ->
                shouldThrow<InvalidConfigException> { deviceLoginAt(provider, "s3cret") { _, _ -> } }.message shouldContain
                    "device_authorization_endpoint"
            }
        }

        test("a token that is stored for a provider is handed out, without a request") {
            knownProviders().forEach { provider ->
                val stored = Token("stored")
                val store = InMemoryTokenStore()
                store.put(TokenKey.forIssuer(provider.issuer, "my-client", listOf("api")), stored)

                authenticate(loginConfig(provider, "s3cret").newBuilder().store(store).build()) shouldBe stored
            }
        }
    })
