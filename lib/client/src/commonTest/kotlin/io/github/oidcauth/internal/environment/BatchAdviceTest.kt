package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.string.shouldContain

class BatchAdviceTest :
    FunSpec({
        test("the advice names the reason, the variable, both commands and the way out") {
            val text = BatchAdvice.text("https://myapp.example.com", "SLURM_JOB_ID is set")
            text shouldContain "because SLURM_JOB_ID is set."
            text shouldContain "(umask 077 && oidc-auth --json https://myapp.example.com > token.json)"
            text shouldContain "export OIDC_TOKEN_FILE=\"\$PWD/token.json\""
            text shouldContain "INTERACTIVE_SESSION=1"
        }

        test("a path that means something to a shell is quoted in the command") {
            BatchAdvice.text("https://host/a&b'\$(c)", "CI is set") shouldContain "--json 'https://host/a&b'\\''\$(c)' >"
        }
    })
