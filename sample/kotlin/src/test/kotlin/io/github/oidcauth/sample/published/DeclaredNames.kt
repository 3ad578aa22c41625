package io.github.oidcauth.sample.published

import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.isDirectory
import kotlin.io.path.nameWithoutExtension
import kotlin.metadata.ClassName
import kotlin.metadata.KmPackage
import kotlin.metadata.Visibility
import kotlin.metadata.jvm.KotlinClassMetadata
import kotlin.metadata.visibility
import kotlin.reflect.KClass
import kotlin.streams.asSequence

private const val INTERNAL = ".internal."

/**
 * The simple names that compiled code declares for everybody: of classes, also nested ones, with type aliases, and of
 * top-level functions.
 */
internal class DeclaredNames(val types: Set<String>, val functions: Set<String>) {
    companion object {
        /** Returns the names of the artifact that has [type], but for its packages with `internal` in their names. */
        fun ofArtifact(type: KClass<*>): DeclaredNames = of(type) { !".$it".contains(INTERNAL) }

        /** Returns what a wildcard import of each of [packages], from the artifact of [type], brings: nothing nested. */
        fun ofPackages(type: KClass<*>, packages: Set<String>): DeclaredNames =
            of(type) { it.substringBeforeLast('.') in packages && '$' !in it }

        private fun of(type: KClass<*>, wanted: (String) -> Boolean): DeclaredNames {
            val source = Path.of(type.java.protectionDomain.codeSource.location.toURI())
            val classes = if (source.isDirectory()) {
                classNames(source)
            } else {
                FileSystems.newFileSystem(source).use {
                    classNames(it.getPath("/"))
                }
            }
            val declared = classes.filter(wanted).map { Declaration.of(Class.forName(it, false, type.java.classLoader)) }
            check(declared.isNotEmpty()) { "$source has none of the classes that were looked for." }
            return DeclaredNames(declared.flatMap { it.types }.toSet(), declared.flatMap { it.functions }.toSet())
        }

        private fun classNames(root: Path): List<String> =
            Files.walk(root).use { files ->
                files
                    .asSequence()
                    .filter { it.extension == "class" && it.nameWithoutExtension != "module-info" && !it.startsWith("/META-INF") }
                    .map { root.relativize(it).joinToString(".").removeSuffix(".class") }
                    .toList()
            }
    }
}

private class Declaration(val types: List<String>, val functions: List<String>) {
    companion object {
        private val NONE = Declaration(emptyList(), emptyList())

        fun of(type: Class<*>): Declaration {
            val metadata = type.getAnnotation(Metadata::class.java) ?: return ofJava(type)
            return when (val kotlin = KotlinClassMetadata.readLenient(metadata)) {
                is KotlinClassMetadata.Class -> ofKotlin(type, kotlin.kmClass.name, kotlin.kmClass.visibility)
                is KotlinClassMetadata.FileFacade -> ofTopLevel(kotlin.kmPackage)
                is KotlinClassMetadata.MultiFileClassPart -> ofTopLevel(kotlin.kmPackage)
                else -> NONE
            }
        }

        private fun ofJava(type: Class<*>) =
            if (type.isPublicThroughout() && !type.isSynthetic) Declaration(listOf(type.simpleName), emptyList()) else NONE

        private fun ofKotlin(type: Class<*>, name: ClassName, visibility: Visibility): Declaration {
            val seen = visibility.isSeen() && generateSequence(type.declaringClass) { it.declaringClass }.all { isSeen(it) }
            return if (seen) Declaration(listOf(name.substringAfterLast('/').substringAfterLast('.')), emptyList()) else NONE
        }

        private fun isSeen(type: Class<*>): Boolean {
            val kotlin = type.getAnnotation(Metadata::class.java)?.let(KotlinClassMetadata::readLenient)
            return (kotlin as? KotlinClassMetadata.Class)?.kmClass?.visibility?.isSeen() ?: type.isPublicThroughout()
        }

        private fun ofTopLevel(file: KmPackage) =
            Declaration(
                file.typeAliases.filter { it.visibility.isSeen() }.map { it.name },
                file.functions.filter { it.visibility.isSeen() }.map { it.name },
            )

        private fun Visibility.isSeen() = this == Visibility.PUBLIC || this == Visibility.PROTECTED

        private fun Class<*>.isPublicThroughout() =
            generateSequence(this) { it.declaringClass }.all { java.lang.reflect.Modifier.isPublic(it.modifiers) }
    }
}
