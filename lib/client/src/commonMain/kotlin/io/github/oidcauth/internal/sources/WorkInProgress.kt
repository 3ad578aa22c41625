package io.github.oidcauth.internal.sources

import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/** Is in the context of the work of [run], which a piece of work with [outer] waits for. */
internal class WorkInProgress(
    val run: Any,
    val outer: WorkInProgress?,
) : AbstractCoroutineContextElement(Key) {
    companion object Key : CoroutineContext.Key<WorkInProgress>
}
