package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.internal.files.DirectoryTrust
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.tokenfile.document.MemberText
import io.github.oidcauth.internal.tokenfile.document.PlainEntry
import io.github.oidcauth.internal.tokenfile.document.StoreMembers
import io.github.oidcauth.internal.tokenfile.document.StoreScanner
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.isStale
import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.Instant

/**
 * Reads one entry of the token file at [path], if that is all there is to do: no other entry is stale, nothing is damaged,
 * encrypted or open to other users, and nothing must be reported. The classes are those of
 * [FileTokenStore][io.github.oidcauth.FileTokenStore]; neither they nor this one load coroutines or serialization.
 */
internal class PlainTokenFinder(
    private val path: Path,
    private val isOwnDirectory: Boolean,
    private val owner: Int? = ProcessOwner.uid,
    private val file: TrustedFile = TrustedFile(path, owner),
) {
    /**
     * Returns the entry of [key] if its token is good for [minTtl] after [now], or null if the store must be used.
     *
     * @throws java.io.IOException or [io.github.oidcauth.StoreException] in some of the cases in which the store must be used.
     */
    fun find(
        key: String,
        now: Instant,
        minTtl: Duration,
    ): PlainEntry? {
        if (!DirectoryTrust(isOwnDirectory, owner).isInOrder(path)) return null
        val members = members() ?: return null
        if (members.size <= StoreMembers.MAX_PARSED && members.values.any { isStale(it, now) }) return null
        val entry = members[key]?.let { PlainEntry.of(it.text) } ?: return null
        return entry.takeIf { !it.times.isStale(now) && it.times.isGood(now, minTtl) }
    }

    private fun members(): Map<String, MemberText>? {
        val seen = file.look() ?: return null
        if (seen.isLink || seen.stamp.isOpenToOthers) return null
        val members =
            file.open(seen).use { StoreScanner(ChannelBytes(it, seen.stamp.size.toInt()), MemberText).members(emptyMap()) }
        val isStore = members != null && TokenDocument.ACCESS_TOKEN !in members
        if (!isStore || !file.isStill(seen)) return null
        // A file that the user has named may be one of another program.
        return members.takeIf { isOwnDirectory || it.keys.all { name -> "://" in name } }
    }

    private fun isStale(
        member: MemberText,
        now: Instant,
    ): Boolean = PlainEntry.of(member.text)?.times?.isStale(now) ?: false
}
