package io.github.oidcauth.architecture

import io.github.oidcauth.internal.versions.ClassFiles
import io.github.oidcauth.internal.versions.TestClassPaths
import io.github.oidcauth.internal.versions.references
import org.objectweb.asm.Type
import org.objectweb.asm.tree.ClassNode

/** A reference from one class of the library to another, by names without the part that all have in common. */
internal data class ClassReference(
    val from: String,
    val to: String,
) {
    override fun toString(): String = "$from -> $to"
}

/** Returns the package of a class: `internal/jwt`, or nothing for the outermost. */
internal fun packageOf(name: String): String = name.substringBeforeLast('/', "")

internal fun isInternal(name: String): Boolean = name.startsWith("internal/")

/**
 * The classes of the library and their references to each other, as the class files have them. Constants leave no trace there.
 */
internal object ClassReferences {
    private const val ROOT = "io/github/oidcauth/"
    private val nodes = ClassFiles(listOf(TestClassPaths.library)).all.filter { it.name.startsWith(ROOT) }
    val classes: Set<String> = nodes.map { it.name.removePrefix(ROOT) }.toSet()
    val all: List<ClassReference> =
        nodes.flatMap { node ->
            val from = node.name.removePrefix(ROOT)
            (typesIn(node).map { it.removePrefix(ROOT) }.toSet() - from).filter { it in classes }.map { ClassReference(from, it) }
        }

    private fun typesIn(node: ClassNode): List<String> {
        val members = node.fields.map { it.desc } + node.methods.map { it.desc }
        val instructions = node.methods.flatMap { it.instructions }.flatMap { it.references() }
        val named =
            listOfNotNull(node.superName) + node.interfaces + instructions.map { it.owner } +
                node.methods.flatMap { it.exceptions } + node.methods.flatMap { it.tryCatchBlocks }.mapNotNull { it.type }
        return named + (members + instructions.map { it.descriptor }.filter { it.isNotEmpty() }).flatMap(::typesOf)
    }

    private fun typesOf(descriptor: String): List<String> {
        val type = Type.getType(descriptor)
        val types = if (type.sort == Type.METHOD) type.argumentTypes.toList() + type.returnType else listOf(type)
        return types.map(::elementOf).filter { it.sort == Type.OBJECT }.map { it.internalName }
    }

    private fun elementOf(type: Type): Type = if (type.sort == Type.ARRAY) type.elementType else type
}
