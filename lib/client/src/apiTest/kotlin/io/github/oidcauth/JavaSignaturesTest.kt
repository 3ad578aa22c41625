package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import org.objectweb.asm.ClassReader
import org.objectweb.asm.Opcodes
import org.objectweb.asm.tree.ClassNode
import java.io.File

/**
 * Types of Kotlin that a caller in Java cannot use, or only with pain: they have counterparts in the JDK, or stand for a
 * coroutine or a lambda.
 */
private val KOTLIN_ONLY =
    Regex("kotlin/(time|jvm/functions|coroutines|ranges|sequences)/|kotlin/(Unit|Result|Lazy|Pair|Triple|Function)\\b|kotlinx/")

/** Public classes that callers in Java do not use, and why. */
private val KOTLIN_CLASSES: Map<String, String> =
    mapOf(
        "io/github/oidcauth/HeldLock" to "an element of the context of a coroutine, for stores that are written in Kotlin",
        "io/github/oidcauth/HeldLock\$Key" to "finds it in that context",
        "io/github/oidcauth/testing/SettableClock" to "is a clock of Kotlin too; Java has toJavaClock",
    )

/**
 * Holds that no signature which callers in Java see names a type of Kotlin that they cannot use: `kotlin.time`,
 * `kotlinx.serialization`, lambdas, coroutines. Such members are synthetic (`@JvmSynthetic`), and Java has others in their place;
 * `docs/architecture.md` tells how.
 *
 * Each module that is published compiles this file among its tests. What is `internal` in Kotlin is not part of the API: see
 * [PublicApiTest].
 */
class JavaSignaturesTest :
    FunSpec({
        val public = PublicMembers.ofModule()

        test("no signature that Java sees names a type of Kotlin that it cannot use") {
            public.visibleToJava
                .filter { (_, member) -> KOTLIN_ONLY in member }
                .joinToString("\n") { (owner, member) -> "$owner.$member" } shouldBe ""
        }

        test("no public class has a supertype that Java cannot use") {
            public.supertypes
                .filter { (owner, supertype) -> owner !in KOTLIN_CLASSES && KOTLIN_ONLY in supertype }
                .joinToString("\n") { (owner, supertype) -> "$owner: $supertype" } shouldBe ""
        }

        test("such a type is found in signatures, generic ones too, of members that are not synthetic") {
            val own = PublicMembers.of(listOf(SIGNATURES)) { true }

            val found = own.visibleToJava.filter { KOTLIN_ONLY in it.second }.map { it.second.substringBefore(' ') }
            found shouldContain "lambda"
            found shouldContain "generic"
            (found - setOf("lambda", "generic")).shouldBeEmpty()
        }
    })

/** Members that [JavaSignaturesTest] has to find, and members that it must not find. */
internal class Signatures {
    fun lambda(action: (String) -> Boolean): Boolean = action("")

    fun generic(): List<kotlin.time.Instant> = emptyList()

    fun plain(): List<String> = emptyList()

    @JvmSynthetic
    fun hidden(): kotlin.time.Instant = kotlin.time.Instant.DISTANT_PAST
}

private val SIGNATURES: ByteArray =
    checkNotNull(Signatures::class.java.getResourceAsStream("Signatures.class")) { "The class is compiled." }.readBytes()

/** The public and protected members of class files, with their generic signatures. */
internal class PublicMembers(
    /** Pairs of a class and a member that callers in Java see, which is its name and its signatures. */
    val visibleToJava: List<Pair<String, String>>,
    /** Pairs of a class and its supertypes. */
    val supertypes: List<Pair<String, String>>,
) {
    companion object {
        private const val VISIBLE = Opcodes.ACC_PUBLIC or Opcodes.ACC_PROTECTED

        /** Returns those of the compiled module, without what is internal in Kotlin. */
        fun ofModule(): PublicMembers {
            val artifact =
                checkNotNull(System.getProperty("public.api")) { "Maven names the artifact by the property public.api." }
            val api = RecordedApi.parse(File("api/$artifact.api").readText())
            val files = File("target/classes").walk().filter { it.extension == "class" }.map(File::readBytes).toList()
            check(files.isNotEmpty()) { "There are no compiled classes." }
            return of(files) { it in api }
        }

        /** Returns those of [classes] whose key, `class` or `class.member` with its descriptor, [isPublic]. */
        fun of(
            classes: List<ByteArray>,
            isPublic: (String) -> Boolean,
        ): PublicMembers {
            val nodes = classes.map { bytes -> ClassNode().also { ClassReader(bytes).accept(it, ClassReader.SKIP_CODE) } }
            val public = nodes.filter { isPublic(it.name) }
            return PublicMembers(
                visibleToJava = public.flatMap { node ->
                    membersOf(node).filter { isPublic("${node.name}.${it.first}") }
                        .map { node.name to it.second }
                },
                supertypes = public.flatMap { node ->
                    (node.interfaces + listOfNotNull(node.superName, node.signature)).map { node.name to it }
                },
            )
        }

        private fun membersOf(node: ClassNode): List<Pair<String, String>> =
            node.methods.filter { it.access.isVisible() }.map {
                "${it.name} ${it.desc}" to
                    "${it.name} ${it.desc} ${it.signature.orEmpty()}"
            } +
                node.fields.filter { it.access.isVisible() }.map {
                    "${it.name} ${it.desc}" to
                        "${it.name} ${it.desc} ${it.signature.orEmpty()}"
                }

        private fun Int.isVisible(): Boolean = this and VISIBLE != 0 && this and Opcodes.ACC_SYNTHETIC == 0
    }
}

/** Reads the recorded API, which leaves out what is internal in Kotlin. */
internal object RecordedApi {
    private val CLASS = Regex("""(?:class|interface) (\S+)""")
    private val METHOD = Regex("""fun (\S+) (\(.*)$""")
    private val FIELD = Regex("""field (\S+) (.*)$""")

    /** Returns `class`, and `class.member descriptor` for each of its members. */
    fun parse(text: String): Set<String> {
        var owner = ""
        return text.lines().flatMapTo(mutableSetOf()) { line ->
            if (!line.startsWith("\t")) {
                owner = CLASS.find(line)?.groupValues?.get(1) ?: owner
                listOf(owner)
            } else {
                val member = METHOD.find(line) ?: FIELD.find(line)
                listOfNotNull(member?.destructured?.let { (name, descriptor) -> "$owner.$name $descriptor" })
            }
        }
    }
}
