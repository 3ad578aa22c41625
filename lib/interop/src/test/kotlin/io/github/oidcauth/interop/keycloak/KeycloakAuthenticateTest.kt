package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.library.authenticateTests
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec

/** The front door at Keycloak, with a client that has to use PKCE, in device logins too. */
class KeycloakAuthenticateTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    authenticateTests(KeycloakClient.PUBLIC.id, { keycloak.issuer }, { keycloak.introspects(it).string("username") })
})
