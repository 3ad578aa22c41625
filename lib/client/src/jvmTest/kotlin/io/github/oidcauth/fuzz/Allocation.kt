package io.github.oidcauth.fuzz

import com.sun.management.ThreadMXBean
import java.lang.management.ManagementFactory

/** The number of bytes that threads have allocated, also if they were freed. */
internal object Allocation {
    private val threads = ManagementFactory.getThreadMXBean() as? ThreadMXBean

    /** Since it began; 0 where the machine does not tell. */
    fun ofThisThread(): Long = threads?.currentThreadAllocatedBytes ?: 0
}
