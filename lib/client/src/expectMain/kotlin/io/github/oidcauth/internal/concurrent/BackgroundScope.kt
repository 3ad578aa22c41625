package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CoroutineScope

/** The scope of this process for work that all its callers wait for, and that none of them owns. */
internal expect val backgroundScope: CoroutineScope
