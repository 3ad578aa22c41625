package io.github.oidcauth.measure

import java.util.Collections

/**
 * Notes which classes of the library run, in the order in which each is reached first. Called by instrumented
 * code on any thread.
 */
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
