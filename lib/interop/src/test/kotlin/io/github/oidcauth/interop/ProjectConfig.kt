package io.github.oidcauth.interop

import io.kotest.core.config.AbstractProjectConfig

/** Ends every server once the last test is through. Public, with a constructor without parameters, because Kotest makes it by name. */
class ProjectConfig : AbstractProjectConfig() {
    override suspend fun afterProject() {
        Stage.closeAll()
        Keycloak.closeShared()
        CertifiedProvider.closeShared()
    }
}
