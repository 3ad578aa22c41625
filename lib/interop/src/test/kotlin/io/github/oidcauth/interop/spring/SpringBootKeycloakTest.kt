package io.github.oidcauth.interop.spring

import io.github.oidcauth.interop.keycloak.Keycloak
import io.github.oidcauth.interop.keycloak.KeycloakClient
import io.github.oidcauth.interop.keycloak.KeycloakDistribution
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import org.springframework.beans.factory.annotation.Value
import org.springframework.beans.factory.getBean
import org.springframework.boot.SpringApplication
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.web.client.RestClient
import org.springframework.web.client.body

/** A service of Spring Boot that gets its tokens from Keycloak, and calls an API of Keycloak: that of its own account. */
class SpringBootKeycloakTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    test("a service calls the userinfo endpoint with a token of its own") {
        SpringApplication.run(
            AccountService::class.java,
            "--account.url=${keycloak.issuer}",
            "--oidc-auth.clients.account.issuer=${keycloak.issuer}",
            "--oidc-auth.clients.account.client-id=${KeycloakClient.CONFIDENTIAL.id}",
            "--oidc-auth.clients.account.client-secret=${KeycloakClient.CONFIDENTIAL.secret}",
            "--oidc-auth.clients.account.scope=openid",
            "--oidc-auth.clients.account.origins=${keycloak.issuer.substringBefore("/realms/")}",
        ).use { context ->
            context.getBean<AccountService>().account()!! shouldContain "service-account-confidential"
        }
    }
})

@SpringBootApplication(proxyBeanMethods = false)
internal class AccountService(
    builder: RestClient.Builder,
    @Value("\${account.url}") url: String,
) {
    private val client = builder.baseUrl(url).build()

    fun account(): String? = client.get().uri("/protocol/openid-connect/userinfo").retrieve().body<String>()
}
