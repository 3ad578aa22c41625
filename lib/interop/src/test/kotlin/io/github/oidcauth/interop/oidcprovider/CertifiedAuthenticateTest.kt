package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.library.authenticateTests
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec

/** The front door at the node provider. */
class CertifiedAuthenticateTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    authenticateTests(CertifiedClient.PUBLIC.id, { provider.issuer }, { provider.introspects(it).string("sub") })
})
