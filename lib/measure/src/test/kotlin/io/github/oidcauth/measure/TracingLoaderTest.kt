package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.util.function.IntSupplier

class TracingLoaderTest :
    FunSpec({
        /** Defines the classes of this test anew, with their calls of [Visits]. */
        class Loader : ClassLoader(Visits::class.java.classLoader) {
            override fun loadClass(
                name: String,
                resolve: Boolean,
            ): Class<*> {
                val own = "io.github.oidcauth.measure.Traced"
                if (!name.startsWith(own)) return super.loadClass(name, resolve)
                findLoadedClass(name)?.let { return it }
                val traced = TracingLoader.traced(bytesOf(Class.forName(name)))
                return defineClass(name, traced, 0, traced.size)
            }
        }

        test("a class is visited when its constructor or a method runs, once, in the order of the first visit") {
            val visitor = Loader().loadClass(TracedVisitor::class.java.name).getDeclaredConstructor()
            visitor.newInstance()

            val visited =
                Visits.during {
                    (visitor.newInstance() as IntSupplier).asInt shouldBe 2
                }

            visited.map { it.substringAfterLast('/') }.shouldContainExactly("TracedVisitor", "TracedVisited")
        }
    })

/** Calls [TracedVisited], and has a static initializer and a constant that tell nothing. */
internal class TracedVisitor : IntSupplier {
    override fun getAsInt(): Int = TracedVisited(TracedSilent.ONE).next()
}

internal class TracedVisited(
    private val number: Int,
) {
    fun next(): Int = number + 1
}

internal object TracedSilent {
    const val ONE: Int = 1
}
