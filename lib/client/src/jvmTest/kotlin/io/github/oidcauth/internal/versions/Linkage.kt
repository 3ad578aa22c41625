package io.github.oidcauth.internal.versions

import org.objectweb.asm.Type
import org.objectweb.asm.tree.ClassNode

/** Checks that classes link with the [libraries] of a program, as a JVM would do it, but all at once. */
internal class Linkage(
    private val libraries: ClassFiles,
    /** The packages that are looked at. */
    private val packages: List<String>,
) {
    private val known = mutableMapOf<Reference, Boolean>()

    /** Returns whether [reference] is to one of the packages, and not found. */
    fun isMissing(reference: Reference): Boolean =
        packages.any { reference.owner.startsWith(it) } && !known.getOrPut(reference) { reference.isFoundIn(libraries) }

    /** Returns what [classes] refer to in vain, with one of the places. */
    fun missing(classes: List<ClassNode>): List<String> =
        classes
            .flatMap { node -> referencesOf(node).filter(::isMissing).map { "$it" to node.name } }
            .distinctBy { it.first }
            .map { (what, where) -> "$what, in $where" }

    private fun referencesOf(node: ClassNode): List<Reference> {
        val supertypes = (listOfNotNull(node.superName) + node.interfaces).map { Reference(it) }
        val fields = node.fields.mapNotNull { referenceTo(Type.getType(it.desc)) }
        val methods =
            node.methods.flatMap { method ->
                val types = Type.getArgumentTypes(method.desc).toList() + Type.getReturnType(method.desc)
                val caught = method.tryCatchBlocks.mapNotNull { it.type }.map { Reference(it) }
                types.mapNotNull(::referenceTo) + caught + method.instructions.flatMap { it.references() }
            }
        return supertypes + fields + methods
    }

    private fun referenceTo(type: Type): Reference? =
        when (type.sort) {
            Type.OBJECT -> Reference(type.internalName)
            Type.ARRAY -> referenceTo(type.elementType)
            else -> null
        }
}
