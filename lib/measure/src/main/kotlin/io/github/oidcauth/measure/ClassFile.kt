package io.github.oidcauth.measure

import org.objectweb.asm.ClassReader
import org.objectweb.asm.Type
import org.objectweb.asm.tree.ClassNode
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.walk

/** A compiled class: its name, the name of its source file, and the classes that it names. Names have slashes. */
class ClassFile(
    val name: String,
    val source: String?,
    val references: Set<String>,
) {
    val packageName: String get() = name.substringBeforeLast('/', "")

    companion object {
        /** The tags of the constant pool (JVM specification §4.4). */
        private const val CLASS = 7
        private const val NAME_AND_TYPE = 12
        private const val METHOD_TYPE = 16

        /** Returns the classes in the folder [root], without the description of the module. */
        fun below(root: Path): List<ClassFile> =
            root.walk().filter { it.extension == "class" && it.name != "module-info.class" }.map { of(it.readBytes()) }.toList()

        fun of(bytes: ByteArray): ClassFile {
            val reader = ClassReader(bytes)
            val node = ClassNode().apply { reader.accept(this, ClassReader.SKIP_FRAMES or ClassReader.SKIP_CODE) }
            val members = node.fields.map { it.desc } + node.methods.map { it.desc }
            val described = (members + descriptorsIn(reader)).flatMap(::classesIn)
            return ClassFile(node.name, node.sourceFile, (classesNamedIn(reader) + described).toSet() - node.name)
        }

        private fun classesNamedIn(reader: ClassReader): List<String> =
            items(reader, CLASS).map { reader.text(it) }.flatMap { if (it.startsWith("[")) classesIn(it) else listOf(it) }

        private fun descriptorsIn(reader: ClassReader): List<String> =
            items(reader, NAME_AND_TYPE).map { reader.text(it + 2) } + items(reader, METHOD_TYPE).map { reader.text(it) }

        private fun items(
            reader: ClassReader,
            tag: Int,
        ): List<Int> = (1 until reader.itemCount).map(reader::getItem).filter { it > 0 && reader.readByte(it - 1) == tag }

        private fun ClassReader.text(offset: Int): String = readUTF8(offset, CharArray(maxStringLength))

        private fun classesIn(descriptor: String): List<String> {
            val types =
                if (descriptor.startsWith("(")) {
                    Type.getArgumentTypes(descriptor).toList() + Type.getReturnType(descriptor)
                } else {
                    listOf(Type.getType(descriptor))
                }
            return types
                .map { if (it.sort == Type.ARRAY) it.elementType else it }
                .filter { it.sort == Type.OBJECT }
                .map { it.internalName }
        }
    }
}
