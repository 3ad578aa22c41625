package io.github.oidcauth.internal.transport.proxy

/** The place where a proxy was configured, as messages refer to it. */
internal sealed interface ProxySource {
    /** The setting that names the proxy. */
    val name: String

    /** The advice for an address that is reached without the proxy, as the rest of a sentence. */
    val exemption: String

    /** The environment variable [variable]. */
    class Variable(
        val variable: String,
    ) : ProxySource {
        override val name: String get() = "the variable $variable"
        override val exemption: String get() = "name it in NO_PROXY"
    }

    /** The setting `proxy` of a configuration. */
    data object Setting : ProxySource {
        override val name: String get() = "the setting proxy"
        override val exemption: String get() = "do not set a proxy for it"
    }

    /** The JVM's properties for addresses of [scheme], which are `http` and `https`. */
    class Properties(
        val scheme: String,
    ) : ProxySource {
        override val name: String get() = "-D$scheme.proxyHost"
        override val exemption: String get() = "name it in -Dhttp.nonProxyHosts"
    }

    /** A `ProxySelector` that the program has set, or the settings of the operating system if the JVM uses them. */
    data object Program : ProxySource {
        override val name: String get() = "the program's ProxySelector"
        override val exemption: String get() = "name it in $name"
    }
}
