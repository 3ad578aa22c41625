package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import org.objectweb.asm.ClassReader
import org.objectweb.asm.Opcodes
import org.objectweb.asm.tree.ClassNode
import org.objectweb.asm.tree.MethodNode
import java.io.File

/**
 * Members that are hidden from Java and have no counterpart of the same name, and what Java uses in place of them. A key is a member,
 * or a class for all of its members; a class without a package is of `io.github.oidcauth`.
 */
private val OTHER_NAMES: Map<String, String> =
    mapOf(
        "Authenticate.authenticate" to "OidcAuth.authenticate",
        "Authenticate.tokenSource" to "OidcAuth.tokenSource",
        "CodeReceiver.receive" to "JavaCodeReceiver.awaitResponse, to implement it",
        "TokenCipher.encrypt" to "JavaTokenCipher.encryptToken, to implement it",
        "TokenCipher.decrypt" to "JavaTokenCipher.decryptToken, to implement it",
        "AesTokenCipher.encrypt" to "a store calls it",
        "AesTokenCipher.decrypt" to "a store calls it",
        "HeldLock.isHeld" to "for stores that are written in Kotlin",
        "InMemoryTokenStoreKt.InMemoryTokenStore" to "InMemoryTokenStore.withClock",
        "MoveTokensKt.moveTo" to "BlockingTokenStore.moveTo",
        "PromptLock\$Held.release" to "JavaTokenStore.tryLockForPrompt returns an AutoCloseable",
        "Shutdown.drain" to "OidcAuth.shutdown",
        "Shutdown.onExit" to "OidcAuth.shutdownOnExit",
        "TokenStore.withLock" to "JavaTokenStore.lock, to implement it; a lock belongs to a coroutine, so there is none to call",
        "TokenStore.tryPromptLock" to "JavaTokenStore.tryLockForPrompt, to implement it; the flows call it",
        "Token\$Companion.getEXPIRY_LEEWAY" to "a minute; isUsable begins with it",
        "http/AccessTokensKt.getAccessTokens" to "a plugin for Ktor, which programs in Kotlin use",
        "http/AccessTokensConfig.repeatable" to "a plugin for Ktor, which programs in Kotlin use",
        "http/ApiClientConfig.getJson" to "jsonAdapter",
        "http/ApiClientConfig\$Builder.getJson" to "jsonAdapter",
        "http/ApiClientConfig\$Builder.setJson" to "jsonAdapter",
        "http/ApiDownloadsKt.download" to "BlockingApiClient.download",
        "http/ApiResponse.getFormat" to "is internal; an inline function of Kotlin calls it",
        "http/ApiResponse.json" to "toMap, toList, body",
        "http/ApiStream.getChannel" to "getBody",
        "http/MultipartForm\$Builder.channel" to "stream",
        "java/JavaCodeReceiver.receive" to "awaitResponse, to implement it",
        "java/JavaTokenCipher.encrypt" to "encryptToken, to implement it; BlockingTokenCipher.encrypt",
        "java/JavaTokenCipher.decrypt" to "decryptToken, to implement it; BlockingTokenCipher.decrypt",
        "java/JavaTokenSource.stepUp" to "obtainStronger, to implement it; BlockingTokenSource.stepUp",
        "java/JavaTokenSource.token" to "obtain, to implement it; BlockingTokenSource.token",
        "keyring/KeyringTokenStore\$Builder.getPath" to "KeyringTokenStore.builder begins with it",
        "keyring/KeyringTokenStore\$Builder.setPath" to "KeyringTokenStore.builder begins with it",
        "oauth2/ClientCertificateSources.fromKeyStore" to "ClientCertificate.fromKeyStore",
        "oauth2/ServerMetadata\$Companion.discover" to "OidcAuth.discover",
        "okhttp/AccessTokensKt.accessTokens" to "okhttp/AccessTokenInterceptor.install",
        "testing/ScriptedLoginServer.applicationConfig" to "applicationConfigBuilder",
        "testing/ScriptedLoginServer.issuerConfig" to "issuerConfigBuilder",
        "testing/SettableClock\$Companion.getDEFAULT_TIME" to "getTime of a new clock",
        "testing/SettableClock.now" to "getTime",
        "testing/SettableClock.plusAssign" to "advance",
    )

/** Names of members that are hidden from Java everywhere in favour of another. */
private val SYNONYMS: Map<String, Set<String>> =
    mapOf(
        "toJson" to setOf("toMap", "serialize"),
        "fromJson" to setOf("fromMap", "parse", "deserialize"),
        // The operator of Kotlin, `token["claim"]`.
        "get" to setOf("claim", "member"),
        "await" to setOf("awaitToken"),
    )

/**
 * Holds that callers in Java can do what callers in Kotlin can: each public member that is hidden from Java (`@JvmSynthetic`, or with
 * a name that Java cannot write) has a visible member of the same name, on its class, on what that inherits, or on its blocking
 * twin in the package `java`.
 *
 * Each module that is published compiles this file among its tests.
 */
class JavaAbilitiesTest :
    FunSpec({
        test("each ability of Kotlin has a member that Java sees") {
            val artifact =
                checkNotNull(System.getProperty("public.api")) { "Maven names the artifact by the property public.api." }
            val api = RecordedApi.parse(File("api/$artifact.api").readText())
            Abilities(compiled(), api::contains).missing().filter { it !in OTHER_NAMES }.joinToString("\n") shouldBe ""
        }

        test("a hidden member without a counterpart is found, and one with a counterpart is not") {
            val nodes = listOf(nodeOf("Abilities\$Hidden"), nodeOf("Abilities\$Shown"))
            val own = Abilities(nodes) { "Abilities" in it }
            own.missing().map { it.substringAfterLast('.') }.shouldContainExactly("lost")
        }
    })

private fun compiled(): List<ClassNode> =
    File("target/classes").walk().filter { it.extension == "class" }.map { nodeOf(it.readBytes()) }.toList()

private fun nodeOf(name: String): ClassNode =
    nodeOf(checkNotNull(Abilities::class.java.getResourceAsStream("$name.class")) { "$name is compiled." }.readBytes())

private fun nodeOf(bytes: ByteArray): ClassNode = ClassNode().also { ClassReader(bytes).accept(it, ClassReader.SKIP_CODE) }

/** The members of the classes [nodes] that [isPublic], by their key in [RecordedApi]. */
internal class Abilities(
    private val nodes: List<ClassNode>,
    private val isPublic: (String) -> Boolean,
) {
    private val byName = nodes.associateBy { it.name }

    /** Returns `class.member` for each hidden member without a counterpart; the class without the package of the library. */
    fun missing(): List<String> =
        nodes
            .filter { isPublic(it.name) }
            .flatMap { node -> hidden(node).filterNot { isShown(node, it) }.map { node.name.removePrefix(ROOT) + "." + it } }
            .distinct()
            .sorted()

    private fun hidden(node: ClassNode): List<String> =
        node.methods
            .filter { it.isHidden() && isPublic("${node.name}.${it.name} ${it.desc}") }
            .map { it.name.substringBefore('-') }
            .filterNot { it.endsWith("\$default") || it == "<init>" }

    private fun isShown(
        node: ClassNode,
        member: String,
    ): Boolean {
        val name = bare(member)
        val names = setOf(name) + SYNONYMS[member].orEmpty().map(::bare)
        if (names.any { it in visibleNames(node.name) || it in visibleNames(twinOf(node.name)) }) return true
        val outer = node.name.removeSuffix("\$Companion")
        if (outer != node.name && names.any { it in visibleNames(outer) || it in visibleNames(twinOf(outer)) }) return true
        return isFactory(node, member) || isOfStore(node, member)
    }

    /** A function that is named like a class, in place of a constructor: Java has a builder, `of`, or a constructor. */
    private fun isFactory(
        node: ClassNode,
        member: String,
    ): Boolean {
        val made = node.name.substringBeforeLast('/') + "/" + member
        val twin = visibleNames(twinOf(made))
        val own = byName[made] ?: return false
        return "builder" in visibleNames(made) || "of" in visibleNames(made) || "of" in twin || "discover" in twin ||
            own.methods.any { it.name == "<init>" && it.access.isVisible() && isPublic("$made.<init> ${it.desc}") }
    }

    /** The functions of every store, which Java reaches by `BlockingTokenStore`. */
    private fun isOfStore(
        node: ClassNode,
        member: String,
    ): Boolean =
        node.name != "${ROOT}TokenStore" && ancestors(node.name).any {
            it == "${ROOT}TokenStore" || it.endsWith("/TokenStore")
        } &&
            TokenStore::class.java.methods.any { it.name == member }

    private fun ancestors(name: String?): List<String> {
        val node = byName[name] ?: return listOfNotNull(name)
        return listOf(node.name) + (node.interfaces + listOfNotNull(node.superName)).flatMap(::ancestors)
    }

    private fun visibleNames(name: String): Set<String> =
        ancestors(name).mapNotNull(byName::get).flatMapTo(mutableSetOf()) { node ->
            node.methods.filter { it.access.isVisible() && '-' !in it.name }.map { bare(it.name) }
        }

    private fun twinOf(name: String): String = ROOT + "java/Blocking" + name.substringAfterLast('/')

    /** Getters and setters of Kotlin's properties, and what sets them in a chain, have the name of the property. */
    private fun bare(member: String): String {
        val prefix = listOf("get", "set", "is").find {
            member.startsWith(it) && member.getOrNull(it.length)?.isUpperCase() == true
        }
        return (if (prefix == null) member else member.removePrefix(prefix)).replaceFirstChar(Char::lowercase).removeSuffix("s")
    }

    private fun MethodNode.isHidden(): Boolean =
        access and PUBLIC != 0 && access and Opcodes.ACC_BRIDGE == 0 && (access and Opcodes.ACC_SYNTHETIC != 0 || '-' in name)

    private fun Int.isVisible(): Boolean = this and PUBLIC != 0 && this and Opcodes.ACC_SYNTHETIC == 0

    /** The class for the second test. */
    internal class Hidden : Shown() {
        @JvmSynthetic
        fun lost(): String = ""

        @get:JvmSynthetic
        var kept: String = ""
    }

    /** The supertype of [Hidden]. */
    internal open class Shown {
        fun kept(value: String): String = value
    }

    private companion object {
        const val ROOT = "io/github/oidcauth/"
        const val PUBLIC = Opcodes.ACC_PUBLIC or Opcodes.ACC_PROTECTED
    }
}
