package io.github.oidcauth.interop.consumers

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.Jdk

/** A project below `consumers`, and what its build shows. */
internal enum class Consumer(
    val folder: String,
    val sentence: String,
    val jdk: Jdk? = null,
    val tool: BuildTool = BuildTool.MAVEN,
) : Requirement {
    JAVA_17("java-17-modules", "Java 17 with module-info calls the library on the module path"),
    JAVA_25("java-25-virtual-threads", "Java 25 calls the blocking facade from 1,000 virtual threads", Jdk.newest(25)),
    KOTLIN_2_1("kotlin-2.1", "Kotlin 2.1 compiles against the library and calls it"),
    KOTLIN_NEWEST("kotlin-newest", "the newest Kotlin compiles against the library and calls it"),
    BOOT_4_0("boot-4.0", "Spring Boot 4.0 needs the one dependency and no property"),
    BOOT_4_1("boot-4.1", "Spring Boot 4.1 needs the one dependency and no property"),
    BOOT_3_5("boot-3.5", "Spring Boot 3.5 needs the properties that the documentation names"),
    BOOT_3_5_PLAIN(
        "boot-3.5-without-properties",
        "Spring Boot 3.5 without the properties fails with the sentence that names them",
    ),
    QUARKUS("quarkus", "Quarkus needs the one dependency"),
    MICRONAUT("micronaut", "Micronaut, which pins Ktor 2, needs oidc-auth-bom imported first"),
    MICRONAUT_PLAIN("micronaut-without-bom", "Micronaut without the BOM fails with the sentence that names what to add"),
    HELIDON("helidon", "Helidon, which pins Okio 3.6 and Kotlin 1.9, needs oidc-auth-bom imported first"),
    DROPWIZARD("dropwizard", "Dropwizard needs the one dependency"),
    GRADLE("gradle", "Gradle resolves the artifacts and compiles against them", tool = BuildTool.GRADLE),
    ;

    override val missing: String? get() = jdk?.missing ?: tool.missing
}
