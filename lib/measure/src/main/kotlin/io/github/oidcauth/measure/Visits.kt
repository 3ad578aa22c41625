package io.github.oidcauth.measure

import java.util.Collections

/** Records the classes of the library that run, in the order of their first visit. Instrumented code calls it on any thread. */
object Visits {
    private val classes = Collections.synchronizedSet(LinkedHashSet<String>())

    @Volatile
    private var isOn = false

    @JvmStatic
    fun enter(className: String) {
        if (isOn) classes += className
    }

    /** Runs [journey] and returns the classes that it visits. */
    fun during(journey: () -> Unit): List<String> {
        isOn = true
        try {
            journey()
        } finally {
            isOn = false
        }
        return synchronized(classes) { classes.toList() }
    }
}
