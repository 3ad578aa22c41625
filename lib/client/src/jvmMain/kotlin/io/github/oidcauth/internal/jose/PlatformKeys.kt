package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.keys.KeyTool

/** Returns what makes and names keys on the JVM. */
internal fun platformKeyTools(): KeyTool = NimbusJose.jose.keys
