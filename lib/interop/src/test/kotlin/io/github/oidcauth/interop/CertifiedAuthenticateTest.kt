package io.github.oidcauth.interop

import io.github.oidcauth.interop.HttpProbe.Companion.string
import io.kotest.core.spec.style.FunSpec

/** The front door at the node provider. */
class CertifiedAuthenticateTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    authenticateTests(CertifiedClient.PUBLIC.id, { provider.issuer }, { provider.introspects(it).string("sub") })
})
