package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.keys.KeyTool

/** Returns what makes and names keys on this platform. */
internal expect fun platformKeyTools(): KeyTool
