// Tests AsyncClientRegistrar, AsyncDeviceFlow, AsyncOAuth2Client, AsyncTokenManager, AsyncTokenStore and BlockingClientRegistrar.
package io.github.oidcauth.java

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.CompletableFuture
import java.util.function.Function
import java.util.function.Supplier
import kotlin.coroutines.Continuation
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension

/** Each suspending function has its blocking one, and each blocking one its twin with a future, of the same name. */
class JavaCounterpartsTest :
    FunSpec({
        val names = namesOfClasses("Blocking")

        test("the classes are found") {
            names shouldContainAll listOf("OAuth2Client", "DeviceFlow", "CodeFlow", "TokenStore", "TokenManager", "PollingJob")
        }

        test("each suspending function can be called by blocking") {
            val missing = names.flatMap { name ->
                val blocking = functions(facade("Blocking$name")).map { it.name to it.parameterTypes.toList() }
                suspending(kotlinClass(name)).filterNot {
                    it.isAmong(blocking)
                }.map { "Blocking$name.${it.name}${it.javaTypes()}" }
            }
            missing.shouldBeEmpty()
        }

        test("each class that blocks has a twin with futures") {
            val missing = names.filterNot { name ->
                val async = facade("Blocking$name").methods.singleOrNull { it.name == "async" && !it.isBridge }
                async?.returnType?.simpleName == "Async$name"
            }
            missing.shouldBeEmpty()
        }

        test("each function that blocks has a twin with a future and the same parameters") {
            val missing = names.flatMap { name ->
                val twins = functions(facade("Async$name"))
                val suspending = suspending(kotlinClass(name)).map { it.name.substringBefore('-') }.toSet()
                functions(facade("Blocking$name"))
                    .filterNot { blocking -> twins.any { blocking.isTwinOf(it, blocking.name in suspending) } }
                    .map { "Async$name.${it.name}(${it.parameterTypes.joinToString { type -> type.simpleName }})" }
            }
            missing.shouldBeEmpty()
        }

        test("each function with a future has one that blocks") {
            val missing = namesOfClasses("Async").flatMap { name ->
                val blocking = functions(facade("Blocking$name")).map { it.name }.toSet()
                functions(facade("Async$name")).map { it.name }.filterNot { it in blocking }.map { "Blocking$name.$it" }
            }
            missing.shouldBeEmpty()
        }
    })

private const val PACKAGE = "io.github.oidcauth"

private fun namesOfClasses(prefix: String): List<String> =
    Path.of(OidcAuth::class.java.protectionDomain.codeSource.location.toURI())
        .resolve(PACKAGE.replace('.', '/'))
        .resolve("java")
        .listDirectoryEntries("$prefix*.class")
        .map { it.nameWithoutExtension.removePrefix(prefix) }
        .filterNot { '$' in it }

private fun facade(name: String): Class<*> = Class.forName("$PACKAGE.java.$name")

private fun kotlinClass(name: String): Class<*> =
    listOf("", "http.", "oauth2.", "openid.").firstNotNullOf {
        try {
            Class.forName("$PACKAGE.$it$name")
        } catch (_: ClassNotFoundException) {
            null
        }
    }

/** The functions of [type] that Java sees, without those of `Object`. */
private fun functions(type: Class<*>): List<Method> =
    type.methods.filter { method ->
        !method.isSynthetic && method.declaringClass != Any::class.java && method.name != "async" && method.name != "toString"
    }

private fun suspending(type: Class<*>): List<Method> =
    type.methods.filter {
        !it.isBridge && !Modifier.isStatic(it.modifiers) &&
            it.parameterTypes.lastOrNull() == Continuation::class.java
    }

/** The parameters that this suspending function has in Java. The name of one with a value class, a `Duration`, is mangled. */
private fun Method.javaTypes(): List<Class<*>> {
    val types: List<Class<*>> = parameterTypes.dropLast(1)
    return if ('-' in name) types.map { if (it == Long::class.javaPrimitiveType) Duration::class.java else it } else types
}

/** A function of Kotlin has a functional interface of Java as its counterpart, or a value where it configures a builder. */
private fun Method.isAmong(blocking: List<Pair<String, List<Class<*>>>>): Boolean {
    val plainName = name.substringBefore('-')
    val types = javaTypes()
    return blocking.any { (name, parameters) -> name == plainName && (parameters == types || types.any(::isFunction)) }
}

private fun isFunction(type: Class<*>) = type.name.startsWith("kotlin.jvm.functions.")

private fun Method.isTwinOf(
    async: Method,
    mustBeFuture: Boolean,
): Boolean {
    // A part of the program returns a stage, with or without a parameter of its own.
    val types = listOf(Function::class.java, Supplier::class.java).map { function ->
        parameterTypes.map { if (it == Callable::class.java) function else it }
    }
    val future = "${CompletableFuture::class.java.name}<${futureType()}>".replace(".Blocking", ".Async")
    val plain = genericReturnType.typeName.replace(".Blocking", ".Async")
    val returned = async.genericReturnType.typeName
    return name == async.name &&
        async.parameterTypes.toList() in types &&
        Modifier.isStatic(modifiers) == Modifier.isStatic(async.modifiers) &&
        (returned == future || (!mustBeFuture && returned == plain))
}

private fun Method.futureType(): String =
    if (returnType.isPrimitive) returnType.kotlin.javaObjectType.name else genericReturnType.typeName
