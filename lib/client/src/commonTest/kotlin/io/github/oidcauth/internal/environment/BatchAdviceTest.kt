package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class BatchAdviceTest :
    FunSpec({
        test("the advice names the reason, the variable, the commands and the way out") {
            val text = BatchAdvice.text("https://myapp.example.com", "SLURM_JOB_ID is set")
            text shouldContain "because SLURM_JOB_ID is set."
            text shouldContain "    oidc-auth login https://myapp.example.com\n"
            text shouldContain "    oidc-auth export https://myapp.example.com token.json\n"
            text shouldNotContain "--json"
            text shouldContain "export OIDC_TOKEN_FILE=\"\$PWD/token.json\""
            text shouldContain "INTERACTIVE_SESSION=1"
        }

        test("a path that means something to a shell is quoted in the command") {
            BatchAdvice.text("https://host/a&b'\$(c)", "CI is set") shouldContain "export 'https://host/a&b'\\''\$(c)' token"
        }
    })
