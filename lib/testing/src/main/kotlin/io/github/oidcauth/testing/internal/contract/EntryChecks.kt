// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds

/** Members without a property: as long, as deep and as unusual as those of servers. */
private const val EXTRA =
    """{"number":12345678901234567890,"fraction":0.1,"nothing":null,"yes":true,"empty":{},
        "text":"\"ü\\🔑\n</script>","nested":{"list":[1,[false,{"deep":"x"}],[]]}}"""

private const val CALLERS = 20
private const val MAX_KIB = TokenSizeLimit.BYTES shr 10

/** More than the size of everything else in a token. */
private const val FRAME = 4_096

/** Returns a token with a member of [length] characters. */
private fun ContractRun.padded(
    length: Int,
    character: Char = 'x',
): Token =
    lasting.newBuilder().also {
        it.extra = JsonObject(mapOf("padding" to JsonPrimitive("$character".repeat(length))))
    }.build()

/** A stored token is returned unchanged. */
internal val entryChecks: List<ContractCheck> =
    listOf(
        check("an empty store has nothing") {
            expectNoToken("in an empty store", store.get(a))
            expectEqual("keys() of an empty store", emptySet<TokenKey>(), store.keys())
            expectEqual("entries() of an empty store", emptyList<Any>(), store.entries())
            expectEqual("remove() of what is not there", false, store.remove(a))
            store.clear()
        },
        check("a stored token is returned unchanged, under its key alone") {
            val token =
                Token("access") {
                    tokenType = "DPoP"
                    expiresAt = clock.now() + 5.minutes
                    refreshToken = "refresh"
                    refreshExpiresAt = clock.now() + 1.days
                    idToken = "id"
                    scope = "openid profile"
                    dpopKey = DPoPKey.generate()
                }
            store.put(a, token)
            expectToken("get() of the key", token, store.get(a))
            expectNoToken("under another key", store.get(b))
        },
        check("a token is known again by replace and remove, whatever its times were built from") {
            val brief = 123_456_789.nanoseconds
            val token =
                Token("access") {
                    expiresAt = clock.now() + 1.days + brief
                    refreshToken = "refresh"
                    refreshExpiresAt = clock.now() + 2.days + 59.seconds + brief
                }
            val next = token.newBuilder().also { it.accessToken = "next" }.build()
            store.put(a, token)
            expectToken("get()", token, store.get(a))
            expectEqual("replace() of the token that was put", true, store.withLock(a) { store.replace(a, token, next) })
            expectEqual("remove() of the token that replaced it", true, store.remove(a, next))
            expectNoToken("under the key that was removed", store.get(a))
        },
        check("members of a token without a property are kept") {
            val token = lasting.newBuilder().also { it.extra = Json.parseToJsonElement(EXTRA).jsonObject }.build()
            store.put(a, token)
            expectToken("get()", token, store.get(a))
        },
        check("a token of nearly $MAX_KIB KiB is returned unchanged") {
            val token = padded(TokenSizeLimit.BYTES - FRAME)
            store.put(a, token)
            expectToken("get()", token, store.get(a))
        },
        check("a token of more than $MAX_KIB KiB is refused with StoreException, and the previous token stays") {
            store.put(a, lasting)
            val sizes = listOf(
                "a token" to padded(TokenSizeLimit.BYTES),
                "a token of other letters" to padded(TokenSizeLimit.BYTES / 6, 'ü'),
            )
            sizes.forEach { (what, token) ->
                expectFailure<StoreException>("put() of $what that is too large") { store.put(a, token) }
                expectFailure<StoreException>("replace() by $what that is too large") { store.replace(a, lasting, token) }
            }
            expectToken("get() afterwards", lasting, store.get(a))
        },
        check("unknown expiry times stay unknown, and a distant one stays the same") {
            val unknown = Token("access") { refreshToken = "refresh" }
            val far = unknown.newBuilder().also {
                it.expiresAt = clock.now() + 36_500.days
                it.refreshExpiresAt = clock.now() + 36_501.days
            }.build()
            store.put(a, unknown)
            store.put(b, far)
            expectToken("the token without known ends", unknown, store.get(a))
            expectToken("the token that ends in a hundred years", far, store.get(b))
        },
        check("a second put replaces the first, and leaves nothing of it") {
            val full =
                lasting.newBuilder().also {
                    it.refreshToken = "refresh"
                    it.refreshExpiresAt = clock.now() + 10.days
                    it.idToken = "id"
                    it.scope = "openid"
                    it.extra = Json.parseToJsonElement(EXTRA).jsonObject
                }
            store.put(a, full.build())
            expectToken("get() after the first put", full.build(), store.get(a))
            store.put(a, Token("other"))
            expectToken("get() after the second put", Token("other"), store.get(a))
        },
        check("a put does not change other entries") {
            store.put(a, lasting)
            store.put(b, Token("other"))
            expectToken("the first entry", lasting, store.get(a))
            expectToken("the second entry", Token("other"), store.get(b))
        },
        check("remove removes one key and returns true if there was one") {
            store.put(a, lasting)
            store.put(b, lasting)
            expectEqual("remove() of what is there", true, store.remove(a))
            expectEqual("remove() of what is no longer there", false, store.remove(a))
            expectNoToken("under the key that was removed", store.get(a))
            expectToken("the other entry", lasting, store.get(b))
        },
        check("clear removes all entries, and the store still works") {
            val issued = TokenKey.forIssuer("https://idp.example.com", "app", listOf("openid"))
            listOf(a, b, issued).forEach { store.put(it, lasting) }
            store.clear()
            expectEqual("keys() after clear()", emptySet<TokenKey>(), store.keys())
            listOf(a, b, issued).forEach { expectNoToken("left after clear()", store.get(it)) }
            store.put(a, lasting)
            expectToken("what was put after clear()", lasting, store.get(a))
        },
        check("puts of different keys at the same time lose nothing") {
            val keys = (1..CALLERS).map { TokenKey.of("https://h$it.example.com") }
            coroutineScope { keys.map { async { store.put(it, lasting) } }.awaitAll() }
            expectEqual("keys()", keys.toSet(), store.keys())
        },
        check("puts of one key at the same time leave one of them, complete") {
            val tokens =
                (1..CALLERS).map { i ->
                    lasting.newBuilder().also {
                        it.accessToken = "access-$i"
                        it.refreshToken = "refresh-$i"
                        it.scope = "scope-$i"
                    }.build()
                }
            coroutineScope { tokens.map { async { store.put(a, it) } }.awaitAll() }
            val left = store.get(a)
            expectThat(left in tokens) { "Expected one of the tokens that were put at the same time, but there is $left." }
        },
    )
