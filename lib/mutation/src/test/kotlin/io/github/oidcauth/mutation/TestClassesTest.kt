package io.github.oidcauth.mutation

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.AssertionMode
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import org.junit.jupiter.api.Test
import org.pitest.testapi.Description
import org.pitest.testapi.ResultCollector

class TestClassesTest :
    FunSpec({
        fun outcomeOf(testClass: Class<*>): Outcome =
            Outcome().also { TestClasses().unitsOf(testClass).single().execute(it) }

        test("a class without tests is no unit") {
            TestClasses().unitsOf(Outcome::class.java).shouldBeEmpty()
        }

        test("a class whose tests all pass passes, whoever runs them") {
            outcomeOf(PassingSpec::class.java).run { ended.shouldNotBeNull() to failure } shouldBe
                (PassingSpec::class.java.name to null)
            outcomeOf(PassingJupiter::class.java).failure.shouldBeNull()
        }

        test("a class fails with the first of its tests that does") {
            outcomeOf(FailingSpec::class.java).failure?.message shouldBe "first"
            outcomeOf(FailingJupiter::class.java).failure?.message shouldBe "only"
        }

        test("a class that cannot be made fails") {
            outcomeOf(BrokenSpec::class.java).failure.shouldNotBeNull()
        }
    })

private class Outcome : ResultCollector {
    var ended: String? = null
    var failure: Throwable? = null

    override fun notifyStart(description: Description): Unit = Unit

    override fun notifyEnd(description: Description) {
        ended = description.name
    }

    override fun notifyEnd(
        description: Description,
        failure: Throwable,
    ) {
        ended = description.name
        this.failure = failure
    }

    override fun notifySkipped(description: Description): Unit = error("Nothing is skipped.")

    override fun shouldExit(): Boolean = false
}

// Their names do not end in Test, so that nobody but the tests above runs them.

class PassingSpec :
    FunSpec({
        assertionMode = AssertionMode.None
        test("passes") { }
    })

class FailingSpec :
    FunSpec({
        assertionMode = AssertionMode.None
        test("passes") { }
        test("fails") { error("first") }
        test("fails too") { error("second") }
    })

class BrokenSpec :
    FunSpec({
        error("There is no such class.")
    })

class PassingJupiter {
    @Test
    fun passes(): Unit = Unit
}

class FailingJupiter {
    @Test
    fun fails(): Unit = error("only")
}
