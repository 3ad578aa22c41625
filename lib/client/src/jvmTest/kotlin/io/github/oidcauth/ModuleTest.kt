package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import org.objectweb.asm.ClassReader
import java.io.File
import java.lang.module.FindException
import java.lang.module.ModuleFinder
import java.lang.module.ModuleReference
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.readBytes
import kotlin.io.path.walk

/** The description of the module, which programs on the module path go by, says what the class files need. */
class ModuleTest :
    FunSpec({
        val classes = Path.of(Config::class.java.protectionDomain.codeSource.location.toURI())
        val module = ModuleFinder.of(classes).findAll().single().descriptor()
        val files = classes.walk().filter { it.extension == "class" && it.fileName.toString() != "module-info.class" }.toList()

        test("every package is exported, but for the internal ones") {
            val packages = module.packages().filterNot { it.startsWith("io.github.oidcauth.internal") }.toSet()
            module.exports().map { it.source() }.toSet() shouldBe packages
        }

        test("every module is required that a class refers to") {
            val owners = libraries().flatMap { it.descriptor().packages().map { name -> name to it.descriptor().name() } }.toMap()
            val needed = files.flatMap(::packagesIn).mapNotNull(owners::get).toSet() - module.name()
            val required = module.requires().map { it.name() }.toSet()
            (needed - required).shouldBeEmpty()
        }

        test("nothing is used that another module keeps to itself") {
            val closed = libraries().map { it.descriptor() }.filterNot { it.isAutomatic }.flatMap { library ->
                val open = library.exports().filterNot { it.isQualified }.map { it.source() }.toSet()
                (library.packages() - open).filterNot { it.startsWith("io.github.oidcauth") }
            }.toSet()
            files.flatMap { file -> packagesIn(file).filter { it in closed }.map { "$it in ${file.fileName}" } }.shouldBeEmpty()
        }
    })

/** Modules of the class path and of the JDK. */
private fun libraries(): Set<ModuleReference> {
    val jars = System.getProperty("java.class.path").split(File.pathSeparator).filter { it.endsWith(".jar") }
    return jars.flatMap(::moduleOf).toSet() + ModuleFinder.ofSystem().findAll()
}

private fun moduleOf(jar: String): Set<ModuleReference> =
    try {
        ModuleFinder.of(Path.of(jar)).findAll()
    } catch (_: FindException) {
        // Its name is not that of a module, so nobody can require it.
        emptySet()
    }

private fun packagesIn(file: Path): Set<String> {
    val reader = ClassReader(file.readBytes())
    val buffer = CharArray(reader.maxStringLength)
    val classes = (1 until reader.itemCount).map(reader::getItem).filter { it > 0 && reader.readByte(it - 1) == CLASS }
    return classes
        .map { reader.readUTF8(it, buffer) }
        .filter { '/' in it && !it.startsWith("[") }
        .map { it.substringBeforeLast('/').replace('/', '.') }
        .toSet()
}

/** The tag of a class in the constant pool (JVM specification §4.4.1). */
private const val CLASS = 7
