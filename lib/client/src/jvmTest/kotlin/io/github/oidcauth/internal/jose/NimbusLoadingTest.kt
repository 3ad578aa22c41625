package io.github.oidcauth.internal.jose

import io.github.oidcauth.oauth2.Jwk
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.io.File
import java.lang.reflect.InvocationTargetException
import java.net.URLClassLoader

/** Starts the library where Nimbus is missing: what starts there does not load it. */
class NimbusLoadingTest :
    FunSpec({
        fun classesWithoutNimbus(): URLClassLoader {
            val path = System.getProperty("java.class.path").split(File.pathSeparator)
            path.any { "nimbus-jose-jwt" in it } shouldBe true
            val urls = path.filterNot { "nimbus-jose-jwt" in it }.map { File(it).toURI().toURL() }
            return URLClassLoader(urls.toTypedArray(), ClassLoader.getPlatformClassLoader())
        }

        test("until something is signed or verified, no class of Nimbus is loaded") {
            classesWithoutNimbus().use { loader ->
                val name = NimbusJose::class.java.name
                val instance = loader.loadClass(name).getField("INSTANCE").get(null)
                instance.javaClass.classLoader shouldBe loader
                loader.loadClass(Jwk::class.java.name).getField("Companion").get(null) shouldNotBe null
                val jose = instance.javaClass.methods.first { it.name == "getJose" }
                val failure = shouldThrow<InvocationTargetException> { jose.invoke(instance) }
                failure.cause!!.javaClass shouldBe NoClassDefFoundError::class.java
            }
        }
    })
