package io.github.oidcauth.internal.interaction

import io.github.oidcauth.internal.login.CrossProcessPrompt
import kotlin.time.Duration
import kotlin.time.TimeSource

/** The options for waiting until another process has finished its login. */
internal class PromptWaitOptions(
    val timeSource: TimeSource = TimeSource.Monotonic,
    /** The caller's timeout, or null for [CrossProcessPrompt.DEFAULT_TIMEOUT]. */
    val timeout: Duration? = null,
    /** Shows the user which process is being waited for. */
    val tell: suspend (String) -> Unit = {},
)
