package io.github.oidcauth.interop.published

import java.io.File
import java.util.jar.JarFile

/** An artifact that other people's builds fetch from Maven Central, as the build has left it in its folder below `lib`. */
internal enum class PublishedArtifact(
    private val folder: String,
    val sources: List<String>,
    val packages: Set<String>,
    /** A page of the documentation, and a library that the artifact needs. */
    val page: String,
    val library: String,
) {
    CLIENT(
        "client",
        listOf("src/commonMain/kotlin", "src/jvmMain/kotlin"),
        setOf("", ".http", ".java", ".oauth2", ".openid", ".providers").map { "io.github.oidcauth$it" }.toSet(),
        "io/github/oidcauth/java/OidcAuth.html",
        "pkg:maven/io.ktor/ktor-client-core-jvm@",
    ),
    REDIS(
        "redis",
        MAIN,
        setOf("io.github.oidcauth.redis"),
        "io/github/oidcauth/redis/RedisTokenStore.html",
        "pkg:maven/io.lettuce/lettuce-core@",
    ),
    KEYRING(
        "keyring",
        MAIN,
        setOf("io.github.oidcauth.keyring"),
        "io/github/oidcauth/keyring/KeyringTokenStore.html",
        "pkg:maven/net.java.dev.jna/jna@",
    ),
    OKHTTP(
        "okhttp",
        MAIN,
        setOf("io.github.oidcauth.okhttp"),
        "io/github/oidcauth/okhttp/AccessTokenInterceptor.html",
        "pkg:maven/com.squareup.okhttp3/okhttp-jvm@",
    ),
    GRPC(
        "grpc",
        MAIN,
        setOf("io.github.oidcauth.grpc"),
        "io/github/oidcauth/grpc/AccessTokenCredentials.html",
        "pkg:maven/io.grpc/grpc-api@",
    ),
    SPRING(
        "spring",
        MAIN,
        setOf("io.github.oidcauth.spring"),
        "io/github/oidcauth/spring/AccessTokenInterceptor.html",
        "pkg:maven/org.springframework/spring-web@",
    ),
    TESTING(
        "testing",
        MAIN,
        setOf("io.github.oidcauth.testing"),
        "io/github/oidcauth/testing/ScriptedLoginServer.html",
        "pkg:maven/io.ktor/ktor-client-mock-jvm@",
    ),
    ;

    val module = File("../$folder").canonicalFile
    val moduleName = "io.github.oidcauth.$folder"

    fun file(suffix: String): File =
        checkNotNull(
            module.resolve("target").listFiles {
                it.name.matches(Regex("oidc-auth-$folder-\\d[^-]*(-SNAPSHOT)?$suffix"))
            }?.singleOrNull(),
        ) {
            "$module has no target/oidc-auth-$folder-<version>$suffix, or more than one."
        }

    fun jar(classifier: String = ""): JarContent = JarContent.read(file("$classifier.jar"))
}

private val MAIN = listOf("src/main/kotlin")

/** The entries of a jar. */
internal class JarContent(val entries: Map<String, ByteArray>, val times: Set<Long>) {
    fun text(name: String): String = checkNotNull(entries[name]) { "No $name." }.decodeToString()

    companion object {
        fun read(file: File): JarContent =
            JarFile(file).use { jar ->
                val files = jar.entries().asSequence().filterNot { it.isDirectory }.toList()
                JarContent(
                    files.associate { entry -> entry.name to jar.getInputStream(entry).use { it.readBytes() } },
                    files.map { it.time }.toSet(),
                )
            }
    }
}
