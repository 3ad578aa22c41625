// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds

/** An entry that ends within 30 seconds is absent, to the second, and every other one is present. */
internal val stalenessChecks: List<ContractCheck> =
    listOf(
        check("a token is kept until 30 seconds before its end") {
            val token = Token("access") { expiresAt = clock.now() + 100.seconds }
            expectKeptFor70Seconds(token, "31 seconds before the end", "its end")
        },
        check("keys and entries leave out stale entries") {
            store.put(a, Token("access") { expiresAt = clock.now() + 100.seconds })
            clock += 69.seconds
            expectEqual("keys() 31 seconds before the end", setOf(a), store.keys())
            expectEqual("the keys of entries() 31 seconds before the end", listOf(a), store.entries().map { it.key })
            clock += 1.seconds
            expectEqual("keys() 30 seconds before the end", emptySet<TokenKey>(), store.keys())
            expectEqual("entries() 30 seconds before the end", emptyList<Any>(), store.entries())
        },
        check("a refresh token keeps an entry until 30 seconds before its own end") {
            val token =
                Token("access") {
                    expiresAt = clock.now() + 10.seconds
                    refreshToken = "refresh"
                    refreshExpiresAt = clock.now() + 100.seconds
                }
            expectKeptFor70Seconds(
                token,
                "when the access token is over and the refresh token is not",
                "the end of its refresh token",
            )
        },
        check("a refresh token that ends before the access token does not shorten its life") {
            val token =
                Token("access") {
                    expiresAt = clock.now() + 100.seconds
                    refreshToken = "refresh"
                    refreshExpiresAt = clock.now() + 10.seconds
                }
            expectKeptFor70Seconds(
                token,
                "when the refresh token is over and the access token is not",
                "the end of its access token",
            )
        },
        check("a refresh token without known end keeps an entry for ever") {
            val token =
                Token("access") {
                    expiresAt = clock.now() + 10.seconds
                    refreshToken = "refresh"
                }
            store.put(a, token)
            clock += 10_000.days
            expectToken("get() after 10,000 days", token, store.get(a))
            expectEqual("keys() after 10,000 days", setOf(a), store.keys())
        },
        check("a token without known end is kept for ever") {
            store.put(a, Token("access"))
            clock += 10_000.days
            expectToken("get() after 10,000 days", Token("access"), store.get(a))
        },
        check("a token that is stale when it is put is not returned") {
            store.put(a, Token("access") { expiresAt = clock.now() + 30.seconds })
            expectNoToken("handed out 30 seconds before its end", store.get(a))
            expectEqual("keys()", emptySet<TokenKey>(), store.keys())
        },
        check("a put replaces a stale token") {
            store.put(a, Token("first") { expiresAt = clock.now() + 60.seconds })
            clock += 60.seconds
            expectNoToken("handed out at its end", store.get(a))
            val second = Token("second") { expiresAt = clock.now() + 60.seconds }
            store.put(a, second)
            expectToken("get() of the second", second, store.get(a))
        },
        check("removeStale removes nothing that is not stale") {
            store.put(a, Token("short") { expiresAt = clock.now() + 100.seconds })
            store.put(b, lasting)
            clock += 69.seconds
            expectEqual("removeStale() 31 seconds before the first ends", 0, store.removeStale())
            expectEqual("keys() afterwards", setOf(a, b), store.keys())
            clock += 1.seconds
            store.removeStale()
            expectEqual("keys() 30 seconds before the first ends", setOf(b), store.keys())
            expectToken("the other entry", lasting, store.get(b))
        },
        check("a put drops nothing that is not stale") {
            val c = TokenKey.of("https://c.example.com")
            store.put(a, Token("short") { expiresAt = clock.now() + 100.seconds })
            store.put(b, lasting)
            clock += 69.seconds
            store.put(c, lasting)
            expectEqual("keys() 31 seconds before the first ends", setOf(a, b, c), store.keys())
        },
    )

/**
 * Checks that [token], whose last [end] is in 100 seconds, is present until the last second, which is [before], and absent
 * afterwards.
 */
private suspend fun ContractRun.expectKeptFor70Seconds(
    token: Token,
    before: String,
    end: String,
) {
    store.put(a, token)
    clock += 69.seconds
    expectToken("get() $before", token, store.get(a))
    clock += 1.seconds
    expectNoToken("handed out 30 seconds before $end", store.get(a))
}
