package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.listDirectoryEntries
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes

/** The Python client's store and ours write the same file. */
class PythonStoreTest : FunSpec({
    requires(PythonEnvironment)

    fun ours(number: Int) = TokenKey.forHost("https://ours$number.example.com")

    fun theirs(number: Int) = "https://theirs$number.example.com"

    fun token() = Token("kotlin") {
        expiresAt = Clock.System.now() + 1.hours
        refreshToken = "kotlin"
    }

    test("the entries of the Python client and ours, written in turn, are all there") {
        val user = User("python-store-in-turn")
        val notices = CopyOnWriteArrayList<String>()
        val store = FileTokenStore(user.tokenFile.path) { notices += it }

        repeat(5) {
            store.put(ours(it), token())
            user.putByPython(listOf(theirs(it))).succeeds()
        }

        store.keys() shouldBe (0 until 5).flatMap { listOf(ours(it), TokenKey.forHost(theirs(it))) }.toSet()
        store.get(ours(0))?.accessToken shouldBe "kotlin"
        store.get(TokenKey.forHost(theirs(4)))?.accessToken shouldBe "python"
        notices.shouldBeEmpty()
    }

    test("a concurrent write of the Python client leaves the file complete, with its older entries") {
        val user = User("python-store-at-once")
        val notices = CopyOnWriteArrayList<String>()
        val store = FileTokenStore(user.tokenFile.path) { notices += it }
        val before = (0 until 5).map(::ours)
        before.forEach { store.put(it, token()) }

        coroutineScope {
            val python = async(Dispatchers.IO) { user.putByPython(List(300, ::theirs)).succeeds(2.minutes) }
            var number = 5
            while (!python.isCompleted) {
                store.put(ours(number++), token())
                store.keys() shouldContainAll before
            }
        }

        store.put(ours(0), token())
        store.keys() shouldContainAll before
        user.tokenFile.path.parent.listDirectoryEntries("*.corrupt-*").shouldBeEmpty()
        notices.shouldBeEmpty()
    }
})

private fun User.putByPython(hosts: List<String>): CommandRun {
    val script = Folders.copyResource("python/store_writes.py", Folders.target.resolve("python"))
    return CommandRun.start(listOf("${PythonEnvironment.python}", "$script") + hosts, environment())
}
