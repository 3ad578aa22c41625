package io.github.oidcauth.internal.versions

import org.objectweb.asm.Opcodes
import org.objectweb.asm.Type
import org.objectweb.asm.tree.AbstractInsnNode
import org.objectweb.asm.tree.ClassNode
import org.objectweb.asm.tree.FieldInsnNode
import org.objectweb.asm.tree.InvokeDynamicInsnNode
import org.objectweb.asm.tree.MethodInsnNode
import org.objectweb.asm.tree.MethodNode

private const val OURS = "io/github/oidcauth/"
private const val CHECK = "${OURS}internal/versions/FittingVersions"
private const val COMPANION = "\$Companion"

/** Follows what code of the [library] calls, up to the check of versions, and finds what it would touch before that. */
internal class FirstCalls(
    private val library: ClassFiles,
    private val linkage: Linkage,
) {
    private sealed interface Outcome {
        /** It ends without the check. */
        data object Done : Outcome

        /** The check comes before anything that is missing. */
        data object Checked : Outcome

        data class Missing(
            val way: List<String>,
        ) : Outcome
    }

    private val outcomes = mutableMapOf<Reference, Outcome>()
    private val children: Map<String, List<ClassNode>> by lazy {
        val pairs = library.all.flatMap { node -> (listOfNotNull(node.superName) + node.interfaces).map { it to node } }
        pairs.groupBy({ it.first }, { it.second })
    }

    /** Returns the ways from [entries] to what is missing, without the check. */
    fun unchecked(entries: List<Reference>): List<String> {
        val outcomes = entries.associateWith { entry ->
            initialised(entry.owner).takeUnless { it == Outcome.Done }
                ?: called(entry)
        }
        val free = freelyMade(outcomes.filterValues { it == Outcome.Done }.keys)
        return outcomes.mapNotNull { (entry, outcome) ->
            val way = (outcome as? Outcome.Missing)?.way ?: return@mapNotNull null
            "$entry: ${way.joinToString(" > ")}".takeUnless { isAfterCheck(entry, free) }
        }
    }

    /** Returns the classes of which a program can have an object without the check, from [harmless] entry points. */
    private fun freelyMade(harmless: Set<Reference>): Set<String> =
        generateSequence(emptySet<String>()) { free ->
            harmless.filterNot { isAfterCheck(it, free) }.mapNotNull(::made).toSet().takeIf { it != free }
        }.last()

    /** Returns true if [entry] has a parameter whose type exists only after the check. */
    private fun isAfterCheck(
        entry: Reference,
        free: Set<String>,
    ): Boolean = parametersOf(entry).any { isProof(it, free) }

    private fun made(entry: Reference): String? =
        when {
            entry.name == "<init>" -> entry.owner

            entry.descriptor.startsWith("(") -> Type.getReturnType(entry.descriptor).takeIf {
                it.sort == Type.OBJECT
            }?.internalName

            else -> Type.getType(entry.descriptor).takeIf { it.sort == Type.OBJECT }?.internalName
        }

    private fun parametersOf(entry: Reference): List<String> =
        if (entry.descriptor.startsWith("(")) {
            Type.getArgumentTypes(entry.descriptor).filter { it.sort == Type.OBJECT }.map { it.internalName }
        } else {
            emptyList()
        }

    private fun isProof(
        type: String,
        free: Set<String>,
    ): Boolean {
        val node = library.find(type)?.takeIf { type.startsWith(OURS) } ?: return false
        val isFinal = node.access and Opcodes.ACC_FINAL != 0
        val isMadeAfterCheck = type !in free && !type.endsWith(COMPANION)
        return isFinal && (initialised(type) == Outcome.Checked || isMadeAfterCheck)
    }

    private fun called(reference: Reference): Outcome {
        outcomes[reference]?.let { return it }
        // A function that calls itself adds nothing.
        outcomes[reference] = Outcome.Done
        val method = library.find(reference.owner)?.methods?.find { it.name == reference.name && it.desc == reference.descriptor }
        val outcome = method?.let(::course) ?: Outcome.Done
        val here = "${reference.owner}.${reference.name}"
        return (if (outcome is Outcome.Missing) Outcome.Missing(listOf(here) + outcome.way) else outcome).also {
            outcomes[reference] =
                it
        }
    }

    /** A companion is had from the class that it belongs to. */
    private fun initialised(owner: String): Outcome =
        if (owner.startsWith(OURS)) called(Reference(owner.removeSuffix(COMPANION), "<clinit>", "()V")) else Outcome.Done

    /** Returns the outcome of the instructions of [method], in the order in which they are written. */
    private fun course(method: MethodNode): Outcome =
        method.instructions
            .asSequence()
            .flatMap { instruction -> instruction.references().map { step(instruction, it) } }
            .firstOrNull { it != Outcome.Done } ?: Outcome.Done

    private fun step(
        instruction: AbstractInsnNode,
        reference: Reference,
    ): Outcome {
        val opcode = instruction.opcode
        val isInitialising = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.NEW || instruction is FieldInsnNode
        return when {
            reference.owner == CHECK -> Outcome.Checked

            linkage.isMissing(reference) -> Outcome.Missing(listOf("$reference"))

            !reference.owner.startsWith(OURS) -> Outcome.Done

            isInitialising && initialised(reference.owner) != Outcome.Done -> initialised(reference.owner)

            // A lambda may be called at once.
            instruction is InvokeDynamicInsnNode -> called(reference)

            opcode == Opcodes.NEW -> called(Reference(reference.owner, "invokeSuspend", "(Ljava/lang/Object;)Ljava/lang/Object;"))

            instruction !is MethodInsnNode -> Outcome.Done

            opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL -> called(reference)

            // Any of them may be the one that is called, so that none stands for the check.
            else -> implementations(reference).map(::called).firstOrNull { it is Outcome.Missing } ?: Outcome.Done
        }
    }

    private fun implementations(reference: Reference): List<Reference> {
        val above = library.lineage(reference.owner).map { it.name }
        return (above + below(reference.owner)).distinct().map { reference.copy(owner = it) }.toList()
    }

    private fun below(owner: String): Sequence<String> =
        children[owner].orEmpty().asSequence().flatMap { sequenceOf(it.name) + below(it.name) }
}
