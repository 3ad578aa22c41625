package io.github.oidcauth.mutation

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import org.objectweb.asm.ClassReader
import org.objectweb.asm.Opcodes
import org.objectweb.asm.tree.ClassNode
import org.objectweb.asm.tree.JumpInsnNode
import org.objectweb.asm.tree.MethodInsnNode
import org.objectweb.asm.tree.MethodNode

internal class CompilerCodeTest :
    FunSpec({
        test("of a suspending function only the comparison that somebody wrote is left") {
            comparisonsLeftIn("firstOrSecond") shouldContainExactly listOf(Opcodes.IF_ICMPLE)
        }

        test("a comparison of objects that somebody wrote is left") {
            comparisonsLeftIn("areSame") shouldContainExactly listOf(Opcodes.IF_ACMPNE)
        }

        test("the last branch of an exhaustive when is not counted, the others are") {
            comparisonsLeftIn("sizeOf") shouldContainExactly listOf(Opcodes.IFEQ)
        }

        test("calls that somebody wrote are left, checks of the run-time library are not") {
            val method = methodOf("runTwice")
            val calls = method.instructions.filter { it !in addedByCompiler(method) }.filterIsInstance<MethodInsnNode>()
            calls.map { it.name } shouldBe listOf("run", "run")
        }
    })

/** Functions whose compiled code is examined; none of it runs. */
@Suppress("unused")
internal object Sample {
    suspend fun firstOrSecond(call: suspend () -> Int): Int = if (call() > 3) call() + 1 else call()

    fun areSame(
        one: Any,
        other: Any,
    ): Int = if (one === other) 1 else 2

    fun sizeOf(shape: Shape): Int =
        when (shape) {
            is Shape.Small -> 1
            is Shape.Large -> 2
        }

    @JvmStatic
    fun runTwice(action: Runnable) {
        action.run()
        action.run()
    }

    sealed interface Shape {
        class Small : Shape

        class Large : Shape
    }
}

private fun comparisonsLeftIn(name: String): List<Int> {
    val method = methodOf(name)
    return method.instructions
        .filter { it is JumpInsnNode && it.opcode != Opcodes.GOTO && it !in addedByCompiler(method) }
        .map { it.opcode }
}

private fun methodOf(name: String): MethodNode {
    val type = ClassNode()
    ClassReader(Sample::class.java.name).accept(type, 0)
    return type.methods.single { it.name == name }
}
