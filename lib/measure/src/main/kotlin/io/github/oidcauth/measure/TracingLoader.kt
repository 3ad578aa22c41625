package io.github.oidcauth.measure

import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.ClassWriter
import org.objectweb.asm.MethodVisitor
import org.objectweb.asm.Opcodes
import java.io.File
import java.net.URLClassLoader
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.readBytes

/**
 * A class loader with its own copy of the classes: the library from the folder [library], and the rest of this class path. Each
 * method of the library reports to [Visits] that it runs. A new loader is like a new process, whose static state is empty.
 */
class TracingLoader(
    private val library: Path,
) : URLClassLoader(classPath(), getPlatformClassLoader()) {
    override fun findClass(name: String): Class<*> {
        val file = library.resolve(name.replace('.', '/') + ".class")
        if (!file.exists()) return super.findClass(name)
        val traced = traced(file.readBytes())
        return defineClass(name, traced, 0, traced.size)
    }

    companion object {
        private fun classPath() =
            System.getProperty("java.class.path").split(File.pathSeparator).map { File(it).toURI().toURL() }.toTypedArray()

        /**
         * Returns the class with a call of [Visits.enter] at the beginning of each method and constructor, but not of static
         * initializers.
         */
        fun traced(bytes: ByteArray): ByteArray {
            val reader = ClassReader(bytes)
            val writer = ClassWriter(reader, ClassWriter.COMPUTE_MAXS)
            reader.accept(Tracing(reader.className, writer), 0)
            return writer.toByteArray()
        }
    }

    private class Tracing(
        private val className: String,
        writer: ClassVisitor,
    ) : ClassVisitor(Opcodes.ASM9, writer) {
        override fun visitMethod(
            access: Int,
            name: String,
            descriptor: String,
            signature: String?,
            exceptions: Array<out String>?,
        ): MethodVisitor? {
            val method = super.visitMethod(access, name, descriptor, signature, exceptions)
            return if (method == null || name == "<clinit>") method else Entering(className, method)
        }
    }

    private class Entering(
        private val className: String,
        method: MethodVisitor,
    ) : MethodVisitor(Opcodes.ASM9, method) {
        override fun visitCode() {
            super.visitCode()
            visitLdcInsn(className)
            visitMethodInsn(Opcodes.INVOKESTATIC, VISITS, "enter", "(Ljava/lang/String;)V", false)
        }
    }
}

private const val VISITS = "io/github/oidcauth/measure/Visits"
