package io.github.oidcauth.cli.framework

/**
 * Returns the arguments with the option repeated before each further port. Several ports may follow one `-p`, as in the
 * Python command: `-p 53100 53101`. The ports end with the first word that is not a number, so `-p 53100 53101 HOST` works
 * too.
 */
internal fun expandPorts(arguments: List<String>): List<String> =
    buildList {
        var index = 0
        while (index < arguments.size) {
            val argument = arguments[index++]
            add(argument)
            if (argument == "--") break
            if (!PORTS_OPTION.matches(argument) || index == arguments.size) continue
            add(arguments[index++])
            if (!PORTS.matches(last())) continue
            while (index < arguments.size && PORTS.matches(arguments[index])) {
                add("--ports")
                add(arguments[index++])
            }
        }
        addAll(arguments.drop(index))
    }

/** `-p` may stand at the end of a cluster of flags. */
private val PORTS_OPTION = Regex("-v*p|--ports")
private val PORTS = Regex("[0-9]+(,[0-9]+)*")
