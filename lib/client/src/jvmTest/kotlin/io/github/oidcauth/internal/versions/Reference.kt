package io.github.oidcauth.internal.versions

import org.objectweb.asm.Handle
import org.objectweb.asm.Type
import org.objectweb.asm.tree.AbstractInsnNode
import org.objectweb.asm.tree.FieldInsnNode
import org.objectweb.asm.tree.InvokeDynamicInsnNode
import org.objectweb.asm.tree.LdcInsnNode
import org.objectweb.asm.tree.MethodInsnNode
import org.objectweb.asm.tree.TypeInsnNode

/** The target of an instruction: a class ([name] is null), or a method or a field of it. */
internal data class Reference(
    val owner: String,
    val name: String? = null,
    val descriptor: String = "",
) {
    private val isMethod get() = descriptor.startsWith("(")

    /** Returns true if a JVM with [classes] finds it. */
    fun isFoundIn(classes: ClassFiles): Boolean {
        if (name == null) return classes.find(owner) != null
        return classes.lineage(owner).any { node ->
            if (isMethod) {
                node.methods.any { it.name == name && it.desc == descriptor }
            } else {
                node.fields.any { it.name == name && it.desc == descriptor }
            }
        }
    }

    override fun toString(): String = if (name == null) owner else "$owner.$name$descriptor"
}

/**
 * Returns the targets of the instruction at run time. The types in signatures are not among them, because a JVM does not look
 * them up.
 */
internal fun AbstractInsnNode.references(): List<Reference> =
    when (this) {
        is MethodInsnNode -> listOf(Reference(owner, name, desc))

        is FieldInsnNode -> listOf(Reference(owner, name, desc))

        is TypeInsnNode -> listOf(Reference(desc))

        is InvokeDynamicInsnNode -> (bsmArgs.toList() + bsm).filterIsInstance<Handle>().map {
            Reference(it.owner, it.name, it.desc)
        }

        is LdcInsnNode -> listOfNotNull((cst as? Type)?.takeIf { it.sort == Type.OBJECT }?.let { Reference(it.internalName) })

        else -> emptyList()
    }.filterNot { it.owner.startsWith("[") }
