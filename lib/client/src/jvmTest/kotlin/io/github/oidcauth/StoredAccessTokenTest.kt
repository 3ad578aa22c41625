// Tests StoredAccessToken, PlainTokenFinder and DirectoryTrust.
package io.github.oidcauth

import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.tokenfile.PlainTokenFinder
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A token that needs nothing but reading is found without the store. Anything else is left to the store. */
class StoredAccessTokenTest :
    FunSpec({
        val host = "https://h.example"
        val key = TokenKey.forHost(host)

        fun file(): Path = tempdir("quick").toPath().toRealPath().resolve("token-store.json")

        suspend fun stored(
            configure: Token.Builder.() -> Unit = { expiresAt = Clock.System.now() + 1.hours },
        ): Path = file().also { FileTokenStore(it).put(key, Token("secret", configure)) }

        test("it is the token that the store returns, by any spelling of the host") {
            val path = stored()
            StoredAccessToken.find(host, path) shouldBe "secret"
            StoredAccessToken.find("H.example:443/", path) shouldBe "secret"
            FileTokenStore(path).get(key)?.accessToken shouldBe "secret"
            StoredAccessToken.find("other.example", path).shouldBeNull()
            StoredAccessToken.find("a b", path).shouldBeNull()
            StoredAccessToken.find(host, path.resolveSibling("none")).shouldBeNull()
            StoredAccessToken.find(host, "a/b").shouldBeNull()
        }

        test("the members of a server's response are no obstacle, and a token without a known expiry is found") {
            val path =
                stored {
                    refreshToken = "r"
                    extra = JsonObject(mapOf("session_state" to JsonPrimitive("\"{\n")))
                }
            StoredAccessToken.find(host, path) shouldBe "secret"
        }

        test(
            "a token is found as long as it is good, to the millisecond, and one that can be refreshed for half of a short life",
        ) {
            val now = Clock.System.now()
            val path = file()
            FileTokenStore(path).put(key, Token("secret") { expiresIn(1.hours, now) })
            val end = checkNotNull(FileTokenStore(path).get(key)?.expiresAt)
            PlainTokenFinder(path, isOwnDirectory = false).let {
                it.find(key.value, end - 60.seconds - 1.milliseconds, 60.seconds)?.accessToken shouldBe "secret"
                it.find(key.value, end - 60.seconds, 60.seconds).shouldBeNull()
            }
            val short =
                Token("short") {
                    expiresIn(50.seconds, end - 50.seconds)
                    refreshToken = "r"
                }
            FileTokenStore(path).put(key, short)
            PlainTokenFinder(path, isOwnDirectory = false).let {
                it.find(key.value, end - 26.seconds, 60.seconds)?.accessToken shouldBe "short"
                it.find(key.value, end - 25.seconds, 60.seconds).shouldBeNull()
            }
        }

        test("a stale entry of another host is removed by the store, so it is left to it") {
            val path = stored()
            val other = TokenKey.forHost("old.example")
            FileTokenStore(path).put(other, Token("old") { expiresAt = Clock.System.now() + 40.minutes })
            val later = Clock.System.now() + 40.minutes - 29.seconds
            PlainTokenFinder(path, isOwnDirectory = false).find(key.value, later, 60.seconds).shouldBeNull()
            PlainTokenFinder(path, isOwnDirectory = false).find(key.value, later - 5.seconds, 60.seconds)?.accessToken shouldBe
                "secret"
        }

        test("a file that others may read, one that is no store, one in another layout and a link are left to the store") {
            val path = stored()
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"))
            StoredAccessToken.find(host, path).shouldBeNull()
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"))
            val link = path.resolveSibling("link").createSymbolicLinkPointingTo(path)
            StoredAccessToken.find(host, link).shouldBeNull()
            val text = path.readText()
            listOf(
                text.replace("\n", ""),
                "$text\n",
                text.replaceFirst("{", "{\n  \"version\": 1,"),
                text.replaceFirst("secret", "sec\\u0072et"),
                "{}",
                "",
            ).forEach {
                path.writeText(it)
                StoredAccessToken.find(host, path).shouldBeNull()
            }
            path.writeText(text)
            StoredAccessToken.find(host, path) shouldBe "secret"
        }

        test("a directory that others may change is left to the store, which reports it") {
            val path = stored()
            Files.setPosixFilePermissions(path.parent, PosixFilePermissions.fromString("rwxrwx---"))
            StoredAccessToken.find(host, path).shouldBeNull()
            Files.setPosixFilePermissions(path.parent, PosixFilePermissions.fromString("rwxr-x---"))
            StoredAccessToken.find(host, path) shouldBe "secret"
            PlainTokenFinder(path, isOwnDirectory = true).find(key.value, Clock.System.now(), 60.seconds).shouldBeNull()
            Files.setPosixFilePermissions(path.parent, PosixFilePermissions.fromString("rwx------"))
            PlainTokenFinder(path, isOwnDirectory = true).find(key.value, Clock.System.now(), 60.seconds)?.accessToken shouldBe
                "secret"
        }

        test("a file of another user is left to the store, which refuses it") {
            val path = stored()
            // Root is trusted, so its file must become that of another user.
            val isRoot = ProcessOwner.uid == ProcessOwner.ROOT
            if (isRoot) Files.setAttribute(path, "unix:uid", OTHER_USER)
            val finder = PlainTokenFinder(path, isOwnDirectory = false, owner = if (isRoot) ProcessOwner.ROOT else OTHER_USER)
            if (isRoot) {
                shouldThrow<StoreException> { finder.find(key.value, Clock.System.now(), 60.seconds) }
                StoredAccessToken.find(host, path).shouldBeNull()
            } else {
                finder.find(key.value, Clock.System.now(), 60.seconds).shouldBeNull()
            }
        }

        test("an encrypted entry is left to the store") {
            val path = file()
            val cipher = AesTokenCipher(TokenEncryptionKey.generate())
            FileTokenStore(path, StoreNotices.LOG, cipher).put(key, Token("secret") { expiresAt = Clock.System.now() + 1.hours })
            StoredAccessToken.find(host, path).shouldBeNull()
        }
    })

private const val OTHER_USER = 65_534
