package io.github.oidcauth.internal.requests

import kotlin.time.Duration

/** Decides what follows when an API has refused a request. Pure. */
internal class RetryRule(
    private val isSteppingUp: Boolean,
    private val longestDelay: Duration,
) {
    /**
     * Returns the step that follows [refusal] of a request that can be sent again if [isRepeatable], and not before [delay] is
     * over. [done] has the steps that were taken for this request: each is taken once, so that a server that always refuses
     * gets few requests. No other token is obtained unless [isReplaceable].
     */
    fun next(
        refusal: Refusal,
        done: Set<RetryStep>,
        isRepeatable: Boolean,
        isReplaceable: Boolean,
        delay: Duration,
    ): RetryStep {
        val step = stepAfter(refusal)
        if (step == RetryStep.REPLACE_TOKEN && !isReplaceable) return RetryStep.RETURN
        val isTaken = isRepeatable && delay <= longestDelay && step !in done
        return when {
            isTaken -> step
            step == RetryStep.REPLACE_TOKEN && step !in done -> RetryStep.REPLACE_TOKEN_LATER
            else -> RetryStep.RETURN
        }
    }

    private fun stepAfter(refusal: Refusal): RetryStep =
        when (refusal) {
            Refusal.TOKEN -> RetryStep.REPLACE_TOKEN
            Refusal.NONCE -> RetryStep.PROVE_AGAIN
            Refusal.LOGIN -> if (isSteppingUp) RetryStep.STEP_UP else RetryStep.RETURN
            Refusal.SCOPE, Refusal.OTHER -> RetryStep.RETURN
        }
}
