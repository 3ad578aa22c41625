package io.github.oidcauth.mutation

import org.pitest.classinfo.ClassByteArraySource
import org.pitest.help.PitHelpError
import org.pitest.testapi.Configuration
import org.pitest.testapi.TestGroupConfig
import org.pitest.testapi.TestPluginFactory
import org.pitest.testapi.TestSuiteFinder
import org.pitest.testapi.TestUnitFinder
import java.util.Optional

/**
 * Makes PIT run tests of every engine of the JUnit Platform, one test class at a time. PIT finds this class by its name in
 * `META-INF/services`.
 */
class PlatformTestPlugin : TestPluginFactory {
    override fun name(): String = "junit-platform-classes"

    override fun description(): String = "Test classes by the JUnit Platform"

    override fun createTestFrameworkConfiguration(
        config: TestGroupConfig,
        source: ClassByteArraySource,
        excludedRunners: Collection<String>,
        includedTestMethods: Collection<String>,
    ): Configuration = PlatformConfiguration()
}

private class PlatformConfiguration : Configuration {
    private val classes = TestClasses()

    override fun testUnitFinder(): TestUnitFinder = TestUnitFinder { testClass, _ -> classes.unitsOf(testClass) }

    override fun testSuiteFinder(): TestSuiteFinder = TestSuiteFinder { emptyList() }

    override fun verifyEnvironment(): Optional<PitHelpError> = Optional.empty()
}
