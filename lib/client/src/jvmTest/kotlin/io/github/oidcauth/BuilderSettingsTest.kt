// Tests ClientConfigSettings, ConfigSettings and ApiClientSettings.
package io.github.oidcauth

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.io.File

/**
 * Every setting of every value that has `newBuilder` survives that, takes part in equality, and is shown only where it may be. The
 * values are found among the compiled classes, and their settings by reflection, so that a new one cannot be left out.
 */
class BuilderSettingsTest :
    FunSpec({
        val cases = configCases() + valueCases()

        test("each value with newBuilder is checked") {
            val root = File(Token::class.java.protectionDomain.codeSource.location.toURI())
            val values =
                root.walk()
                    .filter { it.name.endsWith("\$Builder.class") }
                    .map { it.relativeTo(root).path.removeSuffix("\$Builder.class").replace(File.separatorChar, '.') }
                    .map { Class.forName(it) }
                    .filter { type -> type.methods.any { it.name == "newBuilder" } }
                    .toList()
            cases.map { it.value.java } shouldContainExactlyInAnyOrder values
        }

        cases.forEach { case ->
            context(case.name) {
                test("each setting is checked") { case.changes.keys shouldContainExactlyInAnyOrder case.settings }
                case.changes.keys.forEach { setting -> test(setting) { case.check(setting) } }
            }
        }
    })

private fun <B : Any> BuilderCase<B, *>.check(setting: String) {
    val change = changes.getValue(setting)
    val unchanged = build(base())
    val builder = change(base())
    val changed = build(builder)
    val copy = build(newBuilderOf(changed))

    withClue("equality") { (changed == unchanged) shouldBe (setting in notCompared) }
    withClue("newBuilder") {
        copy shouldBe changed
        copy.hashCode() shouldBe changed.hashCode()
        valuesOf(newBuilderOf(copy)) shouldBe valuesOf(newBuilderOf(changed))
        valuesOf(newBuilderOf(changed)) shouldNotBe valuesOf(newBuilderOf(unchanged))
    }
    withClue("a builder that is used again") {
        val base = base()
        val built = build(base)
        change(base)
        change(newBuilderOf(built))
        built shouldBe unchanged
    }
    withClue("toString") {
        (MARKER in changed.toString()) shouldBe (setting in shown)
        (MARKER in builder.toString() && setting !in shown) shouldBe false
        settingsValueOf(builder)?.toString().orEmpty().contains(MARKER) shouldBe false
    }
}
