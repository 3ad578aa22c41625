// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** `keys` and `entries`. */
internal val listingChecks: List<ContractCheck> =
    listOf(
        check("keys returns the keys of all entries") {
            store.put(a, lasting)
            store.put(b, lasting)
            store.put(b, Token("other"))
            expectEqual("keys()", setOf(a, b), store.keys())
        },
        check("a result of keys does not change later") {
            store.put(a, lasting)
            val before = store.keys()
            store.put(b, lasting)
            store.remove(a)
            expectEqual("what keys() had returned before", setOf(a), before)
        },
        check("entries describes all entries, without secrets") {
            val issued = TokenKey.forIssuer("https://idp.example.com", "app", listOf("openid"))
            val boundTo = DPoPKey.generate()
            val token =
                Token("secret-access") {
                    tokenType = "DPoP"
                    expiresAt = clock.now() + 5.minutes
                    refreshToken = "secret-refresh"
                    refreshExpiresAt = clock.now() + 1.days
                    idToken = "secret-id"
                    scope = "openid profile"
                    dpopKey = boundTo
                }
            store.put(issued, token)
            store.put(a, Token("secret"))
            val entries = store.entries()
            expectEqual("the keys of entries()", setOf(issued, a), entries.map { it.key }.toSet())
            val full = entries.single { it.key == issued }
            expectEqual("the type of an entry", "DPoP", full.tokenType)
            expectEqual("the end of an entry", token.expiresAt, full.expiresAt)
            expectEqual("the end of an entry's refresh token", token.refreshExpiresAt, full.refreshExpiresAt)
            expectEqual("the scope of an entry", "openid profile", full.scope)
            expectEqual("whether an entry has a refresh token", true, full.hasRefreshToken)
            expectEqual("whether an entry has an ID token", true, full.hasIdToken)
            val bare = entries.single { it.key == a }
            expectEqual(
                "the ends and scope of a bare entry",
                listOf(null, null, null),
                bare.run {
                    listOf(expiresAt, refreshExpiresAt, scope)
                },
            )
            expectEqual("whether a bare entry has other tokens", false, bare.hasRefreshToken || bare.hasIdToken)
            val secrets = listOf("secret", boundTo.toJson().getValue("d").jsonPrimitive.content)
            expectThat(secrets.none { it in "$entries" }) { "Expected no secret in what entries() prints, but there is one." }
        },
        check("entries describes the last put") {
            store.put(a, Token("first") { scope = "one" })
            store.entries()
            store.put(a, Token("second") { scope = "two" })
            expectEqual("the scopes of entries()", listOf<String?>("two"), store.entries().map { it.scope })
        },
        check("entries and keys have the same keys, in the same order") {
            val kept = (1..9).map { TokenKey.of("https://h${it * 7 % 10}.example.com") }
            kept.forEach { store.put(it, lasting) }
            store.put(a, Token("short") { expiresAt = clock.now() + 60.seconds })
            store.put(kept[3], Token("replaced"))
            store.remove(kept[5])
            clock += 60.seconds
            expectEqual("keys()", (kept - kept[5]).toSet(), store.keys())
            expectEqual("the keys of entries()", store.keys().toList(), store.entries().map { it.key })
        },
    )
