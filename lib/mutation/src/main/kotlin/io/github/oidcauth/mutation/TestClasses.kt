package io.github.oidcauth.mutation

import org.junit.platform.engine.discovery.DiscoverySelectors.selectClass
import org.junit.platform.launcher.Launcher
import org.junit.platform.launcher.LauncherDiscoveryRequest
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder
import org.junit.platform.launcher.core.LauncherFactory
import org.pitest.testapi.TestUnit

/**
 * Finds the test classes of all engines of the JUnit Platform.
 *
 * A class is one unit for PIT: Kotest cannot run a single test by its identifier, and the setup of a specification would be
 * repeated for each of its tests.
 */
internal class TestClasses {
    private val launcher: Launcher by lazy { LauncherFactory.create() }

    fun unitsOf(testClass: Class<*>): List<TestUnit> {
        // `containsTests` is not used: an engine that finds its tests while it runs them reports that any class may contain
        // some.
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
