package io.github.oidcauth.internal.versions

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File
import java.lang.invoke.MethodHandles
import java.lang.invoke.MethodType
import java.net.URLClassLoader
import java.nio.file.Path
import java.util.function.Supplier

/** Programs beside other versions than those that the library is built with: each has a class loader with the jars themselves. */
class IncompatibleVersionsTest :
    FunSpec({
        context("beside what Spring Boot 3.5 pins, the first call names the two properties") {
            CALLS.forEach { (name, call) ->
                test(name) {
                    program(TestClassPaths.INCOMPATIBLE.getValue("Spring Boot 3.5")).use { failure(it, call) } shouldBe
                        "oidc-auth does not run with kotlin-stdlib 1.9.25 (needs 2.1.20 or newer), kotlinx-coroutines-core-jvm " +
                        "1.8.1 (needs 1.9.0 or newer). With Spring Boot's parent, add <kotlin.version>2.2.21</kotlin.version> " +
                        "and <kotlin-coroutines.version>1.10.2</kotlin-coroutines.version> to <properties> (Gradle: ext). Else " +
                        "import io.github.oidcauth:oidc-auth-bom in <dependencyManagement>, before all others " +
                        "(Gradle: enforcedPlatform)."
                }
            }
        }

        test("coroutines alone are named alone") {
            val text = program(TestClassPaths.INCOMPATIBLE.getValue("coroutines")).use {
                failure(it, CALLS.getValue("OidcAuth.authenticate"))
            }

            text shouldContain "does not run with kotlinx-coroutines-core-jvm 1.8.1 (needs 1.9.0 or newer)."
        }

        test("Ktor 2, for which Spring Boot has no property, needs the bill of materials") {
            val text = program(TestClassPaths.INCOMPATIBLE.getValue("Ktor")).use {
                failure(it, CALLS.getValue("OidcAuth.authenticate"))
            }

            text shouldContain "does not run with ktor-client-core-jvm 2.3.13 (needs 3.0.0 or newer). Import io.github.oidcauth:"
        }

        context("the library works") {
            test("with the versions of this test, of which it has nothing to say") {
                IncompatibleVersions.advice(javaClass.classLoader).shouldBeNull()
                program(emptyMap()).use(::firstRequest) shouldBe "first"
            }

            test("with the oldest versions that it accepts, but for Ktor's") {
                program(TestClassPaths.OLDEST.filterKeys { !it.startsWith("ktor-") }).use(::firstRequest) shouldBe "first"
            }

            test("with Spring Boot 3.5 and the two properties: serialization may stay as it is") {
                program(
                    TestClassPaths.INCOMPATIBLE.getValue("Spring Boot 3.5").filterKeys {
                        "serialization" in it
                    },
                ).use(::firstRequest) shouldBe
                    "first"
            }
        }

        test("OkHttp 4 and an old Okio are named, and missed by nobody who has neither") {
            val without = TestClassPaths.jars.filterNot { it.name.startsWith("okhttp") || it.name.startsWith("okio") }
            val older = TestClassPaths.older("okhttp-4.12.0.jar", "okio-jvm-3.6.0.jar") + without
            val advice = URLClassLoader(older.map { it.toURI().toURL() }.toTypedArray(), null).use(IncompatibleVersions::advice)

            advice shouldContain "okhttp-jvm 4.12.0 (needs 5.0.0 or newer), okio-jvm 3.6.0 (needs 3.15.0 or newer). Import "
            URLClassLoader(
                without.map {
                    it.toURI().toURL()
                }.toTypedArray(),
                null,
            ).use(IncompatibleVersions::advice).shouldBeNull()
        }

        test("each version to set is the one that the library is built with") {
            val pom = File("../../pom.xml").readText()
            val versions = IncompatibleVersions.REQUIREMENTS.toList().mapNotNull {
                it.line
            }.map { it.substringAfter('>').substringBefore('<') }

            pom shouldContain "<kotlin.version>${versions[0]}</kotlin.version>"
            pom shouldContain "<coroutines.version>${versions[1]}</coroutines.version>"
        }

        test("the name of a jar tells the version, wherever the jar is") {
            InstalledVersion.inPath("file:/repository/okio-jvm-3.6.0.jar") shouldBe "3.6.0"
            InstalledVersion.inPath("jar:nested:/app-1.jar/!BOOT-INF/lib/okio-jvm-3.6.0.jar!/") shouldBe "3.6.0"
            InstalledVersion.inPath("file:/repository/ktor-io-jvm-3.4.0-rc-1.jar") shouldBe "3.4.0-rc-1"
            InstalledVersion.inPath("file:/app.jar").shouldBeNull()
            InstalledVersion.inPath("file:/classes/").shouldBeNull()
        }
    })

/** First calls, of Kotlin's and of Java's doors. */
private val CALLS: Map<String, (ClassLoader) -> Unit> =
    mapOf(
        "authenticate" to
            { static(it, "Authenticate", "authenticate\$default", AUTHENTICATE, HOST, false, null, null, NO_OPTIONS, null) },
        "OidcAuth.authenticate" to { static(it, "java.OidcAuth", "authenticate", "(Ljava/lang/String;)L$OURS/Token;", HOST) },
        "OidcAuth.authenticateAsync" to
            {
                static(
                    it,
                    "java.OidcAuth",
                    "authenticateAsync",
                    "(Ljava/lang/String;)Ljava/util/concurrent/CompletableFuture;",
                    HOST,
                )
            },
        "Config.builder" to { static(it, "Config", "builder", "(Ljava/lang/String;)L$OURS/Config\$Builder;", HOST) },
        "ClientConfig.builder" to
            {
                static(it, "oauth2.ClientConfig", "builder", "(Ljava/lang/String;)L$OURS/oauth2/ClientConfig\$Builder;", "client")
            },
        "ServerMetadata.builder" to
            { static(it, "oauth2.ServerMetadata", "builder", "()L$OURS/oauth2/ServerMetadata\$Builder;") },
        "BlockingDeviceFlow.of" to
            { static(it, "java.BlockingDeviceFlow", "of", "(Ljava/lang/String;)L$OURS/java/BlockingDeviceFlow;", HOST) },
        "FileTokenStore" to { made(it, "FileTokenStore", "(Ljava/nio/file/Path;)V", Path.of("tokens.json")) },
        "InMemoryTokenStore" to { made(it, "InMemoryTokenStore", "()V") },
        "Token.Builder" to { made(it, "Token\$Builder", "(Ljava/lang/String;)V", "token") },
        "Jwk.parse" to { static(it, "oauth2.Jwk", "parse", "(Ljava/lang/String;)L$OURS/oauth2/Jwk;", "{}") },
    )

/** The parameters of `authenticate(host, force, configure)`, as a call without the last two passes them. */
private const val AUTHENTICATE =
    "(Ljava/lang/String;ZLkotlin/jvm/functions/Function1;Lkotlin/coroutines/Continuation;ILjava/lang/Object;)Ljava/lang/Object;"
private const val NO_OPTIONS = 0b110
private const val HOST = "https://app.example.com"
private const val OURS = "io/github/oidcauth"

/** A program with the library, its tests and this test's jars, some of them in other versions. */
private fun program(replaced: Map<String, String>): URLClassLoader {
    val tests = File(IncompatibleVersionsTest::class.java.protectionDomain.codeSource.location.toURI())
    val places = listOf(TestClassPaths.library, tests) + TestClassPaths.with(replaced)
    return URLClassLoader(places.map { it.toURI().toURL() }.toTypedArray(), ClassLoader.getPlatformClassLoader())
}

/** Looks for one method alone: to list all, the types in their signatures would have to be there. */
private fun static(
    loader: ClassLoader,
    type: String,
    name: String,
    descriptor: String,
    vararg arguments: Any?,
) {
    val signature = MethodType.fromMethodDescriptorString(descriptor, loader)
    val handle = MethodHandles.publicLookup().findStatic(loader.loadClass("io.github.oidcauth.$type"), name, signature)
    handle.invokeWithArguments(*arguments)
}

private fun made(
    loader: ClassLoader,
    type: String,
    descriptor: String,
    vararg arguments: Any?,
) {
    val signature = MethodType.fromMethodDescriptorString(descriptor, loader)
    MethodHandles.publicLookup().findConstructor(
        loader.loadClass("io.github.oidcauth.$type"),
        signature,
    ).invokeWithArguments(*arguments)
}

private fun failure(
    loader: ClassLoader,
    call: (ClassLoader) -> Unit,
): String? =
    try {
        call(loader)
        "nothing was thrown"
    } catch (e: LinkageError) {
        if (e.javaClass == LinkageError::class.java) e.message else "$e"
    }

private fun firstRequest(loader: ClassLoader): String {
    val thread = Thread.currentThread()
    val before = thread.contextClassLoader
    thread.contextClassLoader = loader
    try {
        val request = loader.loadClass(FirstRequest::class.java.name).getDeclaredConstructor().newInstance()
        return (request as Supplier<*>).get() as String
    } finally {
        thread.contextClassLoader = before
    }
}
