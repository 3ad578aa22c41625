package io.github.oidcauth.fuzz

import io.github.oidcauth.Token
import io.github.oidcauth.TokenFiles
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.tokenfile.ChannelBytes
import io.github.oidcauth.internal.tokenfile.InheritedTokenFile
import io.github.oidcauth.internal.tokenfile.document.BareToken
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.ForeignContent
import io.github.oidcauth.internal.tokenfile.document.MemberText
import io.github.oidcauth.internal.tokenfile.document.PlainEntry
import io.github.oidcauth.internal.tokenfile.document.StoreRecovery
import io.github.oidcauth.internal.tokenfile.document.StoreScanner
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.parse
import io.github.oidcauth.internal.tokenfile.document.print
import kotlinx.coroutines.Dispatchers
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.deleteIfExists
import kotlin.io.path.writeBytes
import kotlin.time.Duration.Companion.hours

/** Files that other programs write. */
internal object StoreTargets {
    private val key = TokenKey.of("https://myapp.example.com")
    private const val ISSUER_KEY = "https://idp.example#client_id=app&scope=openid"
    private const val TOKEN =
        """{"access_token":"at","token_type":"Bearer","expires":1900000000,"refresh_token":"rt",""" +
            """"refresh_expires":1900009000,"scope":"","headers":{"Authorization":"Bearer at"}}"""
    private const val STORE =
        """{"https://myapp.example.com":{"token":$TOKEN,"stored_at":1717027200.25},"$ISSUER_KEY":{"token":$TOKEN,""" +
            """"stored_at":1717027200},"version":1}"""
    private const val JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"
    private val files = listOf(STORE, "\uFEFF$STORE", TOKEN, TOKEN.dropLast(1) + ",\"host\":\"myapp.example.com\"}")

    /** [STORE] as we write it. */
    private val printed = checkNotNull(TokenDocument.parse(checkNotNull(TokenDocument.parse(STORE)).print()))

    /** In [directory], which is the test's. */
    fun all(directory: Path): List<FuzzTarget> =
        listOf(
            FuzzTarget(
                "Python's JSON",
                setOf("PythonJson", "JsonText"),
                texts(*files.drop(2).toTypedArray(), "{\"a\":[NaN,-Infinity,1e5]}"),
            ) {
                PythonJson.parse(it.asText())?.let { json ->
                    check(PythonJson.parse(PythonJson.print(json)) == json) { "It is not the same when it is written." }
                }
            },
            FuzzTarget(
                "document of a token file",
                setOf(
                    "TokenDocument",
                    "StoreDocument",
                    "StoreScanner",
                    "StoreMember",
                    "SingleTokenDocument",
                    "TokenJson",
                    "PythonJson",
                ),
                texts(*files.toTypedArray()),
            ) {
                document(it.asText())
            },
            FuzzTarget("plain entries of a token file", setOf("PlainEntry", "MemberCursor"), texts(printed.print())) {
                plainEntries(it, directory.resolve("plain"))
            },
            FuzzTarget(
                "file with a bare token",
                setOf("BareToken", "BareTokenDocument", "ForeignContent"),
                texts("Bearer $JWT\n", "\uFEFF\"$JWT\"", TOKEN),
            ) {
                check(BareToken.kindOf(it) == null || TokenDocument.parse(it) == null) { "A store is taken for a bare token." }
                BareTokenDocument.of(it)
                ForeignContent.of(it)
            },
            FuzzTarget("what is rescued of a token file", setOf("StoreRecovery"), texts(STORE, "\uFEFF$STORE", "$STORE}")) {
                val now = FuzzedServer().clock.now()
                StoreRecovery.of(it)?.run {
                    keys(now)
                    check(TokenDocument.parse(print()) != null) { "What was rescued cannot be read." }
                }
            },
            FuzzTarget(
                "store that another program has changed",
                setOf("ChangedStoreReader"),
                texts(printed.print(), "$STORE}"),
            ) { input ->
                val content = Files.write(directory.resolve("changed"), input)
                val found = FileChannel.open(content).use { printed.updateFrom(ChannelBytes(it, input.size)) }
                check(found == null || found.print() == TokenDocument.parse(input)?.print()) { "It is not what a parser finds." }
            },
            FuzzTarget(
                "stream with tokens",
                setOf("InheritedTokenFile"),
                texts(STORE, "Bearer $JWT\n"),
                texts("[section]", "{\"a\": 1}", "\u0000"),
            ) { input ->
                val content = Files.write(directory.resolve("stream"), input)
                InheritedTokenFile(content, dispatcher = Dispatchers.Unconfined, contents = InheritedTokenFile.Contents()).run {
                    get(key)
                    entries()
                }
            },
            file(Files.createDirectories(directory.resolve("file"))),
        )

    /** Reads the entries in [input] without a parser, as the command does for a cached token, and with one. */
    private fun plainEntries(
        input: ByteArray,
        file: Path,
    ) {
        val content = Files.write(file, input)
        val members =
            FileChannel.open(content).use { StoreScanner(ChannelBytes(it, input.size), MemberText).members(emptyMap()) } ?: return
        val document = TokenDocument.parse(input)
        members.forEach { (name, member) ->
            val plain = PlainEntry.of(member.text) ?: return@forEach
            val parsed = document?.get(TokenKey.of(name)) as? TokenDocument.Entry.Found
            check(parsed?.token?.accessToken == plain.accessToken) { "It is not what a parser finds." }
        }
    }

    private fun document(text: String) {
        val now = FuzzedServer().clock.now()
        val document = TokenDocument.parse(text) ?: return
        document[key]
        document.keys(now)
        document.entries(now).forEach { it.toString() }
        document.remove(key).print()
        document.clear().print()
        val changed = document.put(key, token, now)
        check(
            (TokenDocument.parse(changed.print())?.get(key) as? TokenDocument.Entry.Found)?.token?.accessToken ==
                token.accessToken,
        ) {
            "What was put in is not there any more."
        }
    }

    private val token = Token("new") { expiresAt = FuzzedServer().clock.now() + 1.hours }

    private fun file(directory: Path): FuzzTarget {
        val bench = TokenFiles(directory)
        return FuzzTarget(
            "token file",
            setOf("TokenFile", "TokenFileReader", "DamagedFileBackups", "FileTokenStore"),
            texts(*files.toTypedArray()),
            // They belong to another than the key that is asked for.
            texts(TOKEN.dropLast(1) + ",\"host\":\"https://other.example\"}"),
            isSlow = true,
        ) { input ->
            bench.path.writeBytes(input)
            val store = bench.store(dispatcher = Dispatchers.Unconfined, isOwnDirectory = true)
            if (BareToken.kindOf(input) != null) return@FuzzTarget orRefused { store.put(key, token) }
            orRefused { store.entries() }
            orRefused { store.get(TokenKey.of(ISSUER_KEY)) }
            store.get(key)
            store.put(key, token)
            check(store.get(key)?.accessToken == token.accessToken) { "What was put in is not there any more." }
            store.remove(key)
            store.clear()
            bench.backups().forEach { it.deleteIfExists() }
        }
    }
}
