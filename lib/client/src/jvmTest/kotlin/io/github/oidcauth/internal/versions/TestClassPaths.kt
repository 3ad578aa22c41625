package io.github.oidcauth.internal.versions

import io.github.oidcauth.Token
import java.io.File

/** Class paths that programs may have: this test's, with some jars in older versions. */
internal object TestClassPaths {
    /** The compiled library. */
    val library: File = File(Token::class.java.protectionDomain.codeSource.location.toURI())

    /** The packages of Ktor, coroutines and Kotlin, and those that the engine needs. */
    val PACKAGES: List<String> = listOf("kotlin/", "kotlinx/", "io/ktor/", "okhttp3/", "okio/")

    /** The jars that this test runs with. */
    val jars: List<File> =
        (System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path"))
            .split(File.pathSeparator)
            .map(::File)
            .filter { it.extension == "jar" }

    /** Older versions, which the build has put beside the classes. */
    private val all: List<File> =
        checkNotNull(File("target/older").listFiles()?.toList()) { "target/older is made by `mvn test`" }

    private val KTOR = listOf("ktor-client-core-jvm", "ktor-events-jvm", "ktor-http-jvm", "ktor-io-jvm", "ktor-utils-jvm")

    /** The oldest versions that the library accepts. */
    val OLDEST: Map<String, String> =
        mapOf(
            "kotlin-stdlib" to "2.1.20",
            "kotlinx-coroutines-core-jvm" to "1.9.0",
            "kotlinx-serialization-core-jvm" to "1.6.3",
            "kotlinx-serialization-json-jvm" to "1.6.3",
        ) + KTOR.associateWith { "3.0.3" }

    /** The older versions that platforms pin. */
    val INCOMPATIBLE: Map<String, Map<String, String>> =
        mapOf(
            "Kotlin" to mapOf("kotlin-stdlib" to "1.9.10"),
            "coroutines" to mapOf("kotlinx-coroutines-core-jvm" to "1.8.1"),
            "Ktor" to KTOR.associateWith { "2.3.13" },
            "Spring Boot 3.5" to
                mapOf(
                    "kotlin-stdlib" to "1.9.25",
                    "kotlinx-coroutines-core-jvm" to "1.8.1",
                    "kotlinx-serialization-core-jvm" to "1.6.3",
                    "kotlinx-serialization-json-jvm" to "1.6.3",
                ),
        )

    /** Returns this test's jars, those named in [replaced] in the version given there. */
    fun with(replaced: Map<String, String>): List<File> {
        val others = jars.filterNot { nameOf(it) in replaced }
        return replaced.map { (name, version) -> older("$name-$version.jar").single() } + others
    }

    /** Returns the files of older versions that have these [names]. */
    fun older(vararg names: String): List<File> = names.map { name -> all.single { it.name == name } }

    private fun nameOf(jar: File) = jar.name.replace(Regex("-\\d.*"), "")
}
