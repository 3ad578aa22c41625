package io.github.oidcauth.cli

import io.github.oidcauth.StoreException
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.IOException

internal class RedactedStackTraceTest : FunSpec({
    test("a trace shows where it happened and the causes, but not what a parser quotes") {
        val parser = IllegalArgumentException("Unexpected JSON token: {\"access_token\": \"s3cr3t\"")
        val trace = RedactedStackTrace.of(StoreException("The file is damaged.", IOException("Is a directory", parser)))
        trace shouldContain "io.github.oidcauth.StoreException: The file is damaged."
        trace shouldContain "    at io.github.oidcauth.cli.RedactedStackTraceTest"
        trace shouldContain "Caused by: java.io.IOException: Is a directory"
        trace shouldContain "Caused by: java.lang.IllegalArgumentException"
        trace shouldNotContain "s3cr3t"
    }
})
