package io.github.oidcauth.cli.framework

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class PortArgumentsTest : FunSpec({
    fun spread(line: String) = expandPorts(line.split(' ')).joinToString(" ")

    test("several ports after one option become several options") {
        spread("host -p 1 2 3") shouldBe "host -p 1 --ports 2 --ports 3"
        spread("host --ports 1 2 --force") shouldBe "host --ports 1 --ports 2 --force"
        spread("host -vp 1 2") shouldBe "host -vp 1 --ports 2"
        spread("host -p 1,2 3,4") shouldBe "host -p 1,2 --ports 3,4"
    }

    test("the first word that is no number ends the ports") {
        spread("-p 1 2 host 3") shouldBe "-p 1 --ports 2 host 3"
        spread("-p 1 2 token host") shouldBe "-p 1 --ports 2 token host"
    }

    test("a word that is not a port is left to the parser") {
        spread("-p abc 1") shouldBe "-p abc 1"
        spread("host -p") shouldBe "host -p"
        spread("-- -p 1 2") shouldBe "-- -p 1 2"
    }
})
