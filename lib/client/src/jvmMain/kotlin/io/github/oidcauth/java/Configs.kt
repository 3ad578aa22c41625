@file:JvmName("Configs")

package io.github.oidcauth.java

import io.github.oidcauth.Config
import kotlin.time.toJavaDuration
import java.time.Duration as JavaDuration

/** How long a user may take, or null for as long as the device code lives, or five minutes in the browser. */
public fun timeout(config: Config): JavaDuration? = config.timeout?.toJavaDuration()

/** How long one request may take, from connecting to the last byte of the response. */
public fun requestTimeout(config: Config): JavaDuration = config.requestTimeout.toJavaDuration()
