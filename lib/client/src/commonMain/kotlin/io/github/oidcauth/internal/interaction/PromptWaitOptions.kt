package io.github.oidcauth.internal.interaction

import io.github.oidcauth.internal.login.CrossProcessPrompt
import kotlin.time.Duration
import kotlin.time.TimeSource

/** The conditions under which a login waits for that of another process. */
internal class PromptWaitOptions(
    val timeSource: TimeSource = TimeSource.Monotonic,
    /** The caller's patience, or null for [CrossProcessPrompt.DEFAULT_PATIENCE]. */
    val timeout: Duration? = null,
    /** Shows the user who is waited for. */
    val tell: suspend (String) -> Unit = {},
)
