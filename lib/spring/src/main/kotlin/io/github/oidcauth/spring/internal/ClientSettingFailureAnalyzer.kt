package io.github.oidcauth.spring.internal

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer
import org.springframework.boot.diagnostics.FailureAnalysis

/** Shows the wrong property, in place of a stack trace, when an application cannot start. */
internal class ClientSettingFailureAnalyzer : AbstractFailureAnalyzer<InvalidClientSettingException>() {
    override fun analyze(
        rootFailure: Throwable,
        cause: InvalidClientSettingException,
    ): FailureAnalysis = FailureAnalysis("The property ${cause.property} cannot work: ${cause.reason}", cause.action, cause)
}
