package io.github.oidcauth.mutation

import org.junit.platform.engine.TestExecutionResult
import org.junit.platform.engine.TestExecutionResult.Status
import org.junit.platform.launcher.Launcher
import org.junit.platform.launcher.TestExecutionListener
import org.junit.platform.launcher.TestIdentifier
import org.pitest.testapi.AbstractTestUnit
import org.pitest.testapi.Description
import org.pitest.testapi.ResultCollector

/** Runs a test class. It fails at the first failed test, or when the class itself cannot be used. */
internal class TestClassUnit(
    private val testClass: Class<*>,
    private val launcher: Launcher,
) : AbstractTestUnit(Description(testClass.name, testClass)) {
    override fun execute(results: ResultCollector) {
        results.notifyStart(description)
        val failure = firstFailure()
        if (failure == null) results.notifyEnd(description) else results.notifyEnd(description, failure)
    }

    private fun firstFailure(): Throwable? {
        val failures = FailureListener()
        launcher.execute(requestFor(testClass), failures)
        return failures.first
    }
}

private class FailureListener : TestExecutionListener {
    @Volatile
    var first: Throwable? = null
        private set

    override fun executionFinished(
        identifier: TestIdentifier,
        result: TestExecutionResult,
    ) {
        if (result.status != Status.FAILED || first != null) return
        first = result.throwable.orElseGet { AssertionError("${identifier.displayName} failed without saying why.") }
    }
}
