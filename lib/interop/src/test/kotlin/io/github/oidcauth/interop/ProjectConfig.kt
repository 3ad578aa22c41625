package io.github.oidcauth.interop

import io.github.oidcauth.interop.keycloak.Keycloak
import io.github.oidcauth.interop.oidcprovider.CertifiedProvider
import io.github.oidcauth.interop.pyoidcauth.Stage
import io.kotest.core.config.AbstractProjectConfig

/**
 * Ends every server once the last test is through. Public, with a constructor without parameters, because Kotest makes it by
 * name.
 */
class ProjectConfig : AbstractProjectConfig() {
    override suspend fun afterProject() {
        Stage.closeAll()
        Keycloak.closeShared()
        CertifiedProvider.closeShared()
    }
}
