// Tested by ZshCompletionTest.
package io.github.oidcauth.cli.completion

/** The completion script for zsh. */
internal object ZshCompletion {
    fun script(commands: List<CompletedCommand>): String {
        val tables = ShellTables(commands)
        val described = commands.filter {
            it.name in tables.names
        }.joinToString("\n") { "        ${described(it.name, it.summary)}" }
        return """
            |#compdef oidc-auth
            |# Completion of oidc-auth for zsh, made by `oidc-auth completion zsh`. Put it into a directory of fpath as _oidc-auth, or
            |# source it after compinit. Hosts come from stored tokens: they are compared and quoted, never evaluated.
            |
            |_oidc_auth_hosts() {
            |    local -a hosts
            |    hosts=("${'$'}{(@f)${'$'}(oidc-auth completion hosts 2>/dev/null </dev/null)}")
            |    hosts=("${'$'}{(@)hosts:#(|[^A-Za-z0-9]*|*[^A-Za-z0-9:/._~%@-]*)}")
            |    compadd -a -- hosts
            |}
            |
            |# Offers the values of option ${'$'}2 of command ${'$'}1, or those of its argument number ${'$'}2.
            |_oidc_auth_values() {
            |    case "${'$'}1 ${'$'}2" in
            |${tables.values("        ", hosts = "_oidc_auth_hosts", files = "_files", words = {
            "compadd -- ${it.joinToString(" ")}"
        })}
            |    esac
            |}
            |
            |_oidc_auth() {
            |    local word command='' option=''
            |    local -a commands options
            |    integer index position=0
            |    for ((index = 2; index < CURRENT; index++)); do
            |        word=${'$'}{(Q)words[index]}
            |        if [[ -n ${'$'}option ]]; then
            |            option=''
            |        elif [[ ${'$'}word == -* ]]; then
            |            case ${'$'}word in ${tables.valued.joinToString(" | ")}) option=${'$'}word ;; esac
            |        elif [[ -n ${'$'}command ]]; then
            |            ((position += 1))
            |        else
            |            case ${'$'}word in ${tables.names.joinToString(" | ")}) command=${'$'}word ;; *) command=- ;; esac
            |        fi
            |    done
            |    word=${'$'}{words[CURRENT]}
            |    if [[ -n ${'$'}option ]]; then
            |        _oidc_auth_values "${'$'}{command:--}" "${'$'}option"
            |    elif [[ ${'$'}word == --*=* ]]; then
            |        option=${'$'}{word%%=*}
            |        compset -P '*='
            |        _oidc_auth_values "${'$'}{command:--}" "${'$'}option"
            |    elif [[ ${'$'}word == -* ]]; then
            |        case ${'$'}command in
            |${options(commands)}
            |        esac
            |        _describe -o option options
            |    elif [[ -z ${'$'}command && ${'$'}word == *[:./]* ]]; then
            |        _oidc_auth_hosts
            |    elif [[ -z ${'$'}command ]]; then
            |        commands=(
            |$described
            |        )
            |        _describe command commands
            |    else
            |        _oidc_auth_values "${'$'}command" "${'$'}position"
            |    fi
            |}
            |
            |if [[ ${'$'}{funcstack[1]} == _oidc-auth ]]; then
            |    _oidc_auth "${'$'}@"
            |elif (( ${'$'}+functions[compdef] )); then
            |    compdef _oidc_auth oidc-auth
            |fi
            |
            """.trimMargin()
    }

    private fun options(commands: List<CompletedCommand>) =
        commands.joinToString("\n") { command ->
            val pattern = if (command.name == ShellTables.BARE) "''|-" else command.name
            val all = command.options.flatMap { option -> option.names.map { described(it, option.help) } }
            "            $pattern) options=(${all.joinToString(" ")}) ;;"
        }

    /** Returns [word] and its description as one quoted word, as `_describe` reads it. */
    private fun described(
        word: String,
        description: String,
    ) = "'" + (word.replace(":", "\\:") + ":" + description).replace("'", "'\\''") + "'"
}
