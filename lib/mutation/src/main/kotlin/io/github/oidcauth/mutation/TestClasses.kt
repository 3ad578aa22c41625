package io.github.oidcauth.mutation

import org.junit.platform.engine.discovery.DiscoverySelectors.selectClass
import org.junit.platform.launcher.Launcher
import org.junit.platform.launcher.LauncherDiscoveryRequest
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder
import org.junit.platform.launcher.core.LauncherFactory
import org.pitest.testapi.TestUnit

/**
 * The test classes that some engine of the JUnit Platform knows.
 *
 * A class is one unit for PIT: Kotest cannot run a single test by its identifier, and what a specification sets up before all of
 * its tests would have to be made for each of them.
 */
internal class TestClasses {
    private val launcher: Launcher by lazy { LauncherFactory.create() }

    fun unitsOf(testClass: Class<*>): List<TestUnit> {
        // Not `containsTests`: an engine that finds its tests as it runs them says that there may be some in any class.
        val plan = launcher.discover(requestFor(testClass))
        val hasTests = plan.roots.any { plan.getChildren(it).isNotEmpty() }
        return if (hasTests) listOf(TestClassUnit(testClass, launcher)) else emptyList()
    }
}

internal fun requestFor(testClass: Class<*>): LauncherDiscoveryRequest =
    LauncherDiscoveryRequestBuilder
        .request()
        .selectors(selectClass(testClass))
        .build()
