package io.github.oidcauth.testing.contract

import kotlin.time.Clock

/** A store with one fault, and the check that has to find it. */
internal class BrokenStore(
    val fault: String,
    val caughtBy: String,
    val create: (Clock) -> PlainStore,
)

/** Faults that were found in stores of this and other clients, or that somebody will write one day. */
internal val brokenStores: List<BrokenStore> =
    storesWithStaleTokens + storesThatLoseTokens + storesThatMixUpKeys + storesThatListOtherwise + storesThatLetOthersIn +
        storesThatKeepLocks + storesThatPromptTwice
