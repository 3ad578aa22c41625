// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey

/** Names that would be patterns, paths, separators or quotes in a store that does not escape them. */
private val ODD_KEYS: List<TokenKey> =
    listOf(
        "https://bücher.example/ü",
        "https://xn--bcher-kva.example/ü",
        "🔑",
        "a b",
        "a+b",
        "a%20b",
        "..",
        "../a",
        "/a",
        "C:\\a",
        "*",
        "?",
        "a[b]c",
        "{a}",
        "a:b",
        "a\"b'c`d",
        "a=b;c,d",
        "\$a",
        "https://a.example.com#client_id=app&scope=openid",
    ).map(TokenKey::of)

private const val LONG = 3_000

/** Keys are texts, and different keys stay different. */
internal val keyChecks: List<ContractCheck> =
    listOf(
        check("an issuer's key and an application's at the same address are different") {
            val issued = TokenKey.forIssuer("https://a.example.com", "app")
            store.put(a, lasting)
            store.put(issued, Token("issued"))
            expectToken("the application's token", lasting, store.get(a))
            expectToken("the issuer's token", Token("issued"), store.get(issued))
            expectEqual("remove() of the application's", true, store.remove(a))
            expectEqual("keys() afterwards", setOf(issued), store.keys())
        },
        check("keys that differ in the case of a letter are different") {
            val upper = TokenKey.of("https://h.example.com/A")
            val lower = TokenKey.of("https://h.example.com/a")
            store.put(upper, Token("upper"))
            store.put(lower, Token("lower"))
            expectToken("the token of $upper", Token("upper"), store.get(upper))
            expectToken("the token of $lower", Token("lower"), store.get(lower))
        },
        check("keys that differ at the end of $LONG characters are different") {
            val one = TokenKey.of("https://h.example.com/${"x".repeat(LONG)}1")
            val two = TokenKey.of("https://h.example.com/${"x".repeat(LONG)}2")
            store.put(one, Token("one"))
            store.put(two, Token("two"))
            expectToken("the token of the first", Token("one"), store.get(one))
            expectToken("the token of the second", Token("two"), store.get(two))
            soon("both locks are free") { store.withLock(one) { store.withLock(two) {} } }
        },
        check("a key may have any characters, and is found and listed as it was written") {
            ODD_KEYS.forEachIndexed { i, key -> store.put(key, Token("access-$i")) }
            ODD_KEYS.forEachIndexed { i, key -> expectToken("get() of the key $key", Token("access-$i"), store.get(key)) }
            expectEqual("keys()", ODD_KEYS.toSet(), store.keys())
            expectEqual("the keys of entries()", ODD_KEYS.toSet(), store.entries().map { it.key }.toSet())
            ODD_KEYS.forEach { key ->
                expectEqual("remove() of the key $key", true, store.remove(key))
                expectNoToken("under the key $key, which was removed", store.get(key))
            }
            expectEqual("keys() when all were removed", emptySet<TokenKey>(), store.keys())
        },
        check("a key may have a line end, and is found and listed as it was written") {
            val key = TokenKey.of("a\nb")
            store.put(key, lasting)
            expectToken("the token of $key", lasting, store.get(key))
            expectEqual("keys()", setOf(key), store.keys())
            expectEqual("remove()", true, store.remove(key))
        },
        check("a key with any characters has a lock of its own") {
            suspend fun lockFrom(index: Int) {
                if (index < ODD_KEYS.size) store.withLock(ODD_KEYS[index]) { lockFrom(index + 1) }
            }
            soon("all locks can be held at once") { lockFrom(0) }
        },
    )
