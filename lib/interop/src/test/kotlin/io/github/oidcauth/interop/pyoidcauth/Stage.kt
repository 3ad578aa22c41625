package io.github.oidcauth.interop.pyoidcauth

/** An application behind py-oidc-auth with the provider behind it. Started by the first test that needs it, shared by all. */
internal class Stage private constructor(val provider: OidcProvider, val server: PyOidcAuthServer) {
    companion object {
        private val stages = mutableMapOf<Triple<PyOidcAuthServer.Mode, OidcProvider.Settings, PyOidcAuthServer.Parser>, Stage>()

        @Synchronized
        fun of(
            mode: PyOidcAuthServer.Mode,
            settings: OidcProvider.Settings = OidcProvider.Settings(),
            parser: PyOidcAuthServer.Parser = PyOidcAuthServer.Parser.H11,
        ): Stage = stages.getOrPut(Triple(mode, settings, parser)) {
            val name = "${stages.size + 1}-${mode.word}-${parser.word}"
            val provider = OidcProvider.start(name, settings)
            Stage(provider, PyOidcAuthServer.start(name, mode, provider, parser))
        }

        @Synchronized
        fun closeAll() {
            stages.values.forEach {
                it.server.close()
                it.provider.close()
            }
            stages.clear()
        }
    }
}
