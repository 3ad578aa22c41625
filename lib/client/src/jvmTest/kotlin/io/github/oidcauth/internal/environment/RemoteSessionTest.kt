package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class RemoteSessionTest :
    FunSpec({
        fun command(
            connection: String,
            user: String? = "alice",
            host: String? = "login1.example.com",
        ) = RemoteSession.detect(mapOf("SSH_CONNECTION" to connection)::get, user) { host }?.forwardingCommand(53100)

        test("no SSH variable means no remote session") {
            RemoteSession.detect({ null }, "alice") { "host" }.shouldBeNull()
        }

        test("the command forwards the port to this machine") {
            command("192.0.2.1 50000 192.0.2.2 22") shouldBe "ssh -L 53100:localhost:53100 alice@login1.example.com"
        }

        test("SSH_TTY alone is enough") {
            RemoteSession.detect(mapOf("SSH_TTY" to "/dev/pts/3")::get, "alice") { "host" }?.forwardingCommand(1) shouldBe
                "ssh -L 1:localhost:1 alice@host"
        }

        test("another SSH port is part of the command") {
            command("192.0.2.1 50000 192.0.2.2 2222") shouldBe "ssh -L 53100:localhost:53100 -p 2222 alice@login1.example.com"
        }

        test("a machine without a name is named by the address that was connected to") {
            command("192.0.2.1 50000 192.0.2.2 22", host = null) shouldBe "ssh -L 53100:localhost:53100 alice@192.0.2.2"
            command("2001:db8::1 50000 2001:db8::2 22", host = null) shouldBe "ssh -L 53100:localhost:53100 alice@2001:db8::2"
        }

        test("names that a shell or ssh would misread are left for the user to fill in") {
            command("a b c d", user = "a;rm", host = "-oProxyCommand=x") shouldBe "ssh -L 53100:localhost:53100 USER@HOST"
            command("a b c 99999", user = null, host = null) shouldBe "ssh -L 53100:localhost:53100 USER@c"
            command("", user = "\u001b[2J", host = null).shouldBeNull()
        }
    })
