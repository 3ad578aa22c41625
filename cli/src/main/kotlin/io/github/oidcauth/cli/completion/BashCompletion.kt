// Tested by BashCompletionTest.
package io.github.oidcauth.cli.completion

/** The completion script for bash 3.2 and newer. */
internal object BashCompletion {
    fun script(commands: List<CompletedCommand>): String {
        val tables = ShellTables(commands)
        return """
            |# Completion of oidc-auth for bash, made by `oidc-auth completion bash`. Source it, or put it into the directory of
            |# bash-completion as oidc-auth. Hosts come from stored tokens: they are compared and printed, never evaluated.
            |
            |_oidc_auth_hosts() {
            |    local host
            |    while IFS= read -r host; do
            |        case ${'$'}host in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9:/._~%@-]*) continue ;; esac
            |        candidates+=("${'$'}host")
            |    done < <(oidc-auth completion hosts 2>/dev/null </dev/null)
            |}
            |
            |# Sets candidates to the values of option ${'$'}2 of command ${'$'}1, or to those of its argument number ${'$'}2.
            |_oidc_auth_values() {
            |    case "${'$'}1 ${'$'}2" in
            |${tables.values("        ", hosts = "_oidc_auth_hosts", files = "compopt -o default 2>/dev/null", words = ::array)}
            |    esac
            |}
            |
            |_oidc_auth() {
            |    local line=${'$'}{COMP_LINE:0:COMP_POINT} word='' cut='' command='' option='' index piece position=0
            |    local words=() candidates=()
            |    COMPREPLY=()
            |    # Bash splits words at colons and equals signs, and completes the last part alone.
            |    for ((index = 0; index <= COMP_CWORD; index++)); do
            |        piece=${'$'}{COMP_WORDS[index]}
            |        if ((index > 0)) && [[ ${'$'}line != [[:space:]]* && -n ${'$'}line ]]; then
            |            words[${'$'}{#words[@]}-1]+=${'$'}piece
            |        else
            |            words+=("${'$'}piece")
            |        fi
            |        line=${'$'}{line#"${'$'}{line%%[![:space:]]*}"}
            |        line=${'$'}{line#"${'$'}piece"}
            |    done
            |    word=${'$'}{words[${'$'}{#words[@]}-1]}
            |    case ${'$'}piece in
            |        *[:=]) cut=${'$'}word ;;
            |        *) cut=${'$'}{word%"${'$'}piece"} ;;
            |    esac
            |    for ((index = 1; index < ${'$'}{#words[@]} - 1; index++)); do
            |        piece=${'$'}{words[index]}
            |        if [[ -n ${'$'}option ]]; then
            |            option=''
            |        elif [[ ${'$'}piece == -* ]]; then
            |            case ${'$'}piece in ${tables.valued.joinToString(" | ")}) option=${'$'}piece ;; esac
            |        elif [[ -n ${'$'}command ]]; then
            |            ((position += 1))
            |        else
            |            case ${'$'}piece in ${tables.names.joinToString(" | ")}) command=${'$'}piece ;; *) command=- ;; esac
            |        fi
            |    done
            |    if [[ -n ${'$'}option ]]; then
            |        _oidc_auth_values "${'$'}{command:--}" "${'$'}option"
            |    elif [[ ${'$'}word == --*=* ]]; then
            |        option=${'$'}{word%%=*}
            |        _oidc_auth_values "${'$'}{command:--}" "${'$'}option"
            |        candidates=(${'$'}{candidates[@]+"${'$'}{candidates[@]/#/${'$'}option=}"})
            |    elif [[ ${'$'}word == -* ]]; then
            |        case ${'$'}command in
            |${tables.options("            ", ::array)}
            |        esac
            |    elif [[ -z ${'$'}command ]]; then
            |        candidates=(${tables.names.joinToString(" ")})
            |        [[ ${'$'}word == *[:./]* ]] && _oidc_auth_hosts
            |    else
            |        _oidc_auth_values "${'$'}command" "${'$'}position"
            |    fi
            |    for piece in ${'$'}{candidates[@]+"${'$'}{candidates[@]}"}; do
            |        [[ ${'$'}piece == "${'$'}word"* ]] && COMPREPLY+=("${'$'}{piece#"${'$'}cut"}")
            |    done
            |    return 0
            |}
            |
            |complete -F _oidc_auth oidc-auth
            |
            """.trimMargin()
    }

    private fun array(words: List<String>) = "candidates=(${words.joinToString(" ")})"
}
