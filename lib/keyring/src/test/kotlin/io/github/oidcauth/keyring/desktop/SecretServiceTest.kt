// Tests LibSecret.
package io.github.oidcauth.keyring.desktop

import io.kotest.core.descriptors.Descriptor
import io.kotest.core.extensions.EnabledExtension
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.io.File
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.isExecutable
import kotlin.io.path.readText

/** GNOME Keyring, by way of libsecret, on buses of their own. */
class SecretServiceTest :
    FunSpec({
        extension(Desktop)

        fun folder(): Path = tempdir("session").toPath().toRealPath()

        test("a token that one process stores is read by another, and the keyring shows the keys by their names") {
            val folder = folder()
            val file = folder.resolve("store.json")
            Session(folder).use { session ->
                session.child("get", "$file") shouldBe "got null"
                session.child("put", "$file") shouldBe "put"
                session.child("get", "$file") shouldBe "got secret-access"
                file.readText() shouldNotContain "secret-access"
                val items = session.run("secret-tool", "search", "--all", "service", "oidc-auth")
                items shouldContain "label = oidc-auth: key of the token store (current)"
                items shouldContain "schema = io.github.oidcauth.Key"
                items.lines().filter { it.startsWith("secret = ") }.toSet().size shouldBe 1
            }
        }

        test("after a change of keys there are two, and the tokens are there") {
            val folder = folder()
            val file = folder.resolve("store.json")
            Session(folder).use { session ->
                session.child("put", "$file")
                session.child("rotate", "$file") shouldBe "rotated 1"
                session.child("get", "$file") shouldBe "got secret-access"
                val items = session.run("secret-tool", "search", "--all", "service", "oidc-auth")
                items.lines().filter { it.startsWith("secret = ") }.toSet().size shouldBe 2
            }
        }

        test("a locked keyring changes nothing, keeps nothing unencrypted, and works again when it is unlocked") {
            val folder = folder()
            val file = folder.resolve("store.json")
            val plain = folder.resolve("plain.json")
            Session(folder).use { session ->
                session.child("put", "$file")
                val before = file.readText()
                session.lock()
                session.child("get", "$file") shouldStartWith "StoreException: The keyring is locked"
                session.child("put", "$file") shouldStartWith "StoreException: The keyring is locked"
                session.child("put", "$file", "$plain") shouldStartWith "StoreException: The keyring is locked"
                file.readText() shouldBe before
                plain.exists() shouldBe false
            }
            // The next login.
            Session(folder).use { it.child("get", "$file") shouldBe "got secret-access" }
        }

        test("without a service it is said what to install") {
            val folder = folder()
            val file = folder.resolve("store.json")
            Session(folder, Session.NOTHING).use { session ->
                val told = session.child("put", "$file")
                told shouldStartWith "StoreException: There is no keyring"
                told shouldContain "Install libsecret"
                file.exists() shouldBe false
            }
        }

        test("without a session it is said what to install") {
            val folder = folder()
            val file = folder.resolve("store.json")
            Session.childWithout(folder, "put", "$file") shouldStartWith "StoreException: There is no keyring"
            file.exists() shouldBe false
        }

        test("without a session the plain file is used when it was asked for, and that is told") {
            val folder = folder()
            val file = folder.resolve("store.json")
            val plain = folder.resolve("plain.json")
            val told = Session.childWithout(folder, "put", "$file", "$plain")
            told shouldStartWith "notice: There is no keyring, so tokens are kept unencrypted in $plain."
            told.lines().last() shouldBe "put"
            plain.readText() shouldContain "secret-access"
            file.exists() shouldBe false
        }

        test("a service that does not respond is none that is missing: nothing is kept unencrypted") {
            val folder = folder()
            val file = folder.resolve("store.json")
            val plain = folder.resolve("plain.json")
            Session(folder, Session.SILENT).use { session ->
                session.child("put", "$file", "$plain") shouldStartWith "StoreException: The Secret Service does not respond"
                plain.exists() shouldBe false
            }
        }

        test("waiting for a service that does not respond can be cancelled") {
            val folder = folder()
            Session(folder, Session.SILENT).use { session ->
                session.child("give up", "${folder.resolve("store.json")}") shouldBe "gave up: true"
            }
        }
    })

/** The requirements of the tests on this machine. */
private object Desktop : EnabledExtension {
    /** With Debian's package for each. */
    private val programs =
        mapOf(
            "dbus-run-session" to "dbus-daemon",
            "dbus-send" to "dbus-bin",
            "gnome-keyring-daemon" to "gnome-keyring",
            "secret-tool" to "libsecret-tools",
        )

    private val result: Enabled by lazy {
        val path = System.getenv("PATH").orEmpty().split(File.pathSeparator).map(Path::of)
        val missing = programs.filterKeys { program -> path.none { it.resolve(program).isExecutable() } }
        if (missing.isEmpty()) {
            Enabled.enabled
        } else {
            val packages = missing.values.joinToString(" ")
            Enabled.disabled("Needs ${missing.keys.joinToString()} on the PATH: apt-get install $packages.")
                .also { println("SecretServiceTest is skipped. ${it.reason}") }
        }
    }

    override suspend fun isEnabled(descriptor: Descriptor): Enabled = result
}
