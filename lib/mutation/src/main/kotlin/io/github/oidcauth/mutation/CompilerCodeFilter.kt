package io.github.oidcauth.mutation

import org.objectweb.asm.tree.AbstractInsnNode
import org.objectweb.asm.tree.MethodInsnNode
import org.pitest.bytecode.analysis.ClassTree
import org.pitest.mutationtest.build.InterceptorType
import org.pitest.mutationtest.build.MutationInterceptor
import org.pitest.mutationtest.engine.Location
import org.pitest.mutationtest.engine.Mutater
import org.pitest.mutationtest.engine.MutationDetails

/**
 * Removes mutants of single instructions that are not written in this project, see [addedByCompiler] and [linesOfOthers]. In
 * foreign inline functions, mutants of the calls that release a resource or a lock are kept.
 *
 * PIT's own `avoidCallsTo` removes every mutant on the *line* of a call. In Kotlin, these are all lines with a suspension point
 * or a comparison of two objects, which are the lines that matter.
 */
internal class CompilerCodeFilter : MutationInterceptor {
    private lateinit var current: ClassTree
    private var inlined = emptySet<Int>()

    override fun type(): InterceptorType = InterceptorType.FILTER

    override fun begin(mutated: ClassTree) {
        current = mutated
        inlined = linesOfOthers(mutated.rawNode().sourceDebug, OWNER)
    }

    override fun intercept(
        mutations: Collection<MutationDetails>,
        mutater: Mutater,
    ): Collection<MutationDetails> {
        val added = mutableMapOf<Location, Set<AbstractInsnNode>>()
        return mutations.filterNot { mutant ->
            val method = current.method(mutant.id.location).orElseThrow()
            val mutated = method.instructionForIndex(mutant.instructionIndex).orElseThrow()
            val isInlined = mutant.lineNumber in inlined && (mutated as? MethodInsnNode)?.name !in GIVING_BACK
            isInlined || mutated in added.getOrPut(mutant.id.location) { addedByCompiler(method.rawNode()) }
        }
    }

    override fun end(): Unit = Unit

    private companion object {
        const val OWNER = "io/github/oidcauth/"

        /** The calls that `use` and `withLock` make to release a resource or a lock. */
        val GIVING_BACK = setOf("close", "closeFinally", "unlock")
    }
}
