package io.github.oidcauth.mutation

import org.objectweb.asm.Opcodes
import org.objectweb.asm.tree.AbstractInsnNode
import org.objectweb.asm.tree.FieldInsnNode
import org.objectweb.asm.tree.JumpInsnNode
import org.objectweb.asm.tree.MethodInsnNode
import org.objectweb.asm.tree.MethodNode
import org.objectweb.asm.tree.TypeInsnNode
import org.objectweb.asm.tree.VarInsnNode
import java.util.Collections
import java.util.IdentityHashMap

/**
 * Returns the instructions of [method] that the Kotlin compiler added. A mutant of one of them shows nothing about the written
 * code:
 *
 * - the jump by `label` to the state in which a suspending function continues, and the instructions before it;
 * - the comparison of a result with `COROUTINE_SUSPENDED`, and returning that value;
 * - calls of the run-time library that check parameters, or a result after a suspension;
 * - returning `Unit`, which no caller reads;
 * - the last branch of an exhaustive `when`, next to `NoWhenBranchMatchedException`.
 */
internal fun addedByCompiler(method: MethodNode): Set<AbstractInsnNode> {
    val real = method.instructions.filter { it.opcode >= 0 }
    val found = Collections.newSetFromMap(IdentityHashMap<AbstractInsnNode, Boolean>())
    found += real.take(real.indexOfFirst(::jumpsByLabel) + 1)
    val marks = real.filter(::asksForMark).mapNotNull { variableOf(it.nextReal(), Opcodes.ASTORE) }.toSet()
    found += real.filter { it.usesMark(marks) || it.checksForTheRuntime() || it.returnsUnit() || it.guardsWhen() }
    return found
}

private fun jumpsByLabel(instruction: AbstractInsnNode): Boolean {
    val field = instruction.previousReal() as? FieldInsnNode
    return instruction.opcode == Opcodes.TABLESWITCH && field?.name == "label"
}

private fun asksForMark(instruction: AbstractInsnNode): Boolean =
    instruction is MethodInsnNode && instruction.name == "getCOROUTINE_SUSPENDED"

private fun AbstractInsnNode.usesMark(variables: Set<Int>): Boolean {
    val comparesOrReturns = opcode == Opcodes.IF_ACMPNE || opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.ARETURN
    val before = previousReal() ?: return false
    return comparesOrReturns && (asksForMark(before) || variableOf(before, Opcodes.ALOAD) in variables)
}

/** Returns the local variable that [instruction] loads or stores if its opcode is [opcode], else null. */
private fun variableOf(
    instruction: AbstractInsnNode?,
    opcode: Int,
): Int? = (instruction as? VarInsnNode)?.takeIf { it.opcode == opcode }?.`var`

private fun AbstractInsnNode.checksForTheRuntime(): Boolean {
    if (this !is MethodInsnNode) return false
    val isCheck = owner == "kotlin/ResultKt" && name == "throwOnFailure"
    return isCheck || owner == "kotlin/jvm/internal/Intrinsics" || owner == "kotlin/coroutines/jvm/internal/DebugProbesKt"
}

private fun AbstractInsnNode.returnsUnit(): Boolean {
    val value = previousReal() as? FieldInsnNode
    return opcode == Opcodes.ARETURN && value?.owner == "kotlin/Unit"
}

private fun AbstractInsnNode.guardsWhen(): Boolean {
    if (this !is JumpInsnNode || opcode == Opcodes.GOTO) return false
    val next = listOfNotNull(nextReal(), label.nextReal())
    return next.any { (it as? TypeInsnNode)?.desc == "kotlin/NoWhenBranchMatchedException" }
}

private fun AbstractInsnNode.previousReal(): AbstractInsnNode? =
    generateSequence(previous) { it.previous }.firstOrNull { it.opcode >= 0 }

private fun AbstractInsnNode.nextReal(): AbstractInsnNode? = generateSequence(next) { it.next }.firstOrNull { it.opcode >= 0 }
