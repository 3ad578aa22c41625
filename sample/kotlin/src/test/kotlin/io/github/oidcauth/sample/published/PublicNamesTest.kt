package io.github.oidcauth.sample.published

import io.github.oidcauth.Token
import io.github.oidcauth.grpc.AccessTokenCredentials
import io.github.oidcauth.keyring.KeyringTokenStore
import io.github.oidcauth.okhttp.AccessTokenInterceptor
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.spring.AccessTokenFilter
import io.github.oidcauth.testing.ScriptedLoginServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe

/**
 * Holds that a program which forgets an import of ours does not compile. With a name that every file imports by default,
 * `catch (e: AccessDeniedException)` compiles and catches another class.
 */
class PublicNamesTest :
    FunSpec({
        val defaults = DefaultImports.names()
        val artifacts =
            mapOf(
                "oidc-auth-client" to Token::class,
                "oidc-auth-redis" to RedisTokenStore::class,
                "oidc-auth-keyring" to KeyringTokenStore::class,
                "oidc-auth-okhttp" to AccessTokenInterceptor::class,
                "oidc-auth-grpc" to AccessTokenCredentials::class,
                "oidc-auth-spring" to AccessTokenFilter::class,
                "oidc-auth-testing" to ScriptedLoginServer::class,
            )

        for ((artifact, type) in artifacts) {
            val declared = DeclaredNames.ofArtifact(type)

            test("$artifact: no type has the name of one that Kotlin or Java imports by default") {
                declared.types shouldContain type.simpleName
                declared.types.intersect(defaults.types) shouldBe emptySet()
            }

            test("$artifact: no function has the name of one that Kotlin imports by default") {
                declared.functions.intersect(defaults.functions) shouldBe emptySet()
            }
        }

        test("functions of ours are among those that are compared") {
            DeclaredNames.ofArtifact(Token::class).functions shouldContain "authenticate"
        }

        test("the default imports are those of Kotlin, of the JVM and of java.lang") {
            defaults.types shouldContainAll
                listOf("AccessDeniedException", "Exception", "List", "Any", "Regex", "JvmStatic", "Thread")
            defaults.types shouldContainAll
                listOf("ScopedValue", "IO", "HashMap", "Comparator", "Retention", "IntRange", "Sequence")
            defaults.functions shouldContainAll listOf("println", "listOf", "run", "maxOf", "sequenceOf", "trim", "coerceIn")
        }
    })
