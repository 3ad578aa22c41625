package io.github.oidcauth.internal.versions

import org.objectweb.asm.ClassReader
import org.objectweb.asm.tree.ClassNode
import java.io.File
import java.util.jar.JarFile

/**
 * The classes of folders and jars, by internal name, and those of the JDK. Of two with one name the first counts, as in a
 * JVM.
 */
internal class ClassFiles(
    places: List<File>,
) {
    private val files: Map<String, ByteArray> = buildMap {
        places.flatMap(::read).forEach { (name, file) ->
            putIfAbsent(name, file)
        }
    }
    private val nodes = mutableMapOf<String, ClassNode?>()

    /** The classes of the folders and jars. */
    val all: List<ClassNode> by lazy { files.keys.sorted().mapNotNull(::find) }

    fun find(name: String): ClassNode? =
        nodes.getOrPut(name) {
            val file =
                files[name] ?: ClassLoader.getPlatformClassLoader().getResourceAsStream("$name.class")?.use { it.readAllBytes() }
            file?.let { ClassNode().apply { ClassReader(it).accept(this, ClassReader.SKIP_FRAMES or ClassReader.SKIP_DEBUG) } }
        }

    /** Returns the class, and all that it extends and implements. */
    fun lineage(name: String): Sequence<ClassNode> =
        sequence {
            val node = find(name) ?: return@sequence
            yield(node)
            (listOfNotNull(node.superName) + node.interfaces).forEach { yieldAll(lineage(it)) }
        }

    private fun read(place: File): List<Pair<String, ByteArray>> =
        if (place.isDirectory) {
            place.walk().filter { it.extension == "class" }.map {
                nameOf(it.relativeTo(place).invariantSeparatorsPath) to
                    it.readBytes()
            }.toList()
        } else {
            JarFile(place).use { jar ->
                val entries = jar.entries().asSequence().filter { it.name.endsWith(".class") && !it.name.startsWith("META-INF") }
                entries.map { nameOf(it.name) to jar.getInputStream(it).readAllBytes() }.toList()
            }
        }

    private fun nameOf(path: String) = path.removeSuffix(".class")
}
