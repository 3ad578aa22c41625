package io.github.oidcauth.interop

import io.github.oidcauth.interop.HttpProbe.Companion.string
import io.kotest.core.spec.style.FunSpec

/** The front door at the node provider. */
class CertifiedFrontDoorTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    frontDoorTests(CertifiedClient.PUBLIC.id, { provider.issuer }, { provider.introspects(it).string("sub") })
})
