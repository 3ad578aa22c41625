package io.github.oidcauth.testing.soak

import com.sun.management.UnixOperatingSystemMXBean
import java.lang.management.ManagementFactory

/** A count of what this process holds. Counts of one process at two times tell what was not given back in between. */
internal data class ResourceUsage(
    val threads: Int,
    /** Open files and sockets; zero on systems that do not count them. */
    val descriptors: Long,
    /** Used heap, in bytes, after collecting garbage. */
    val heap: Long,
) {
    operator fun minus(earlier: ResourceUsage): ResourceUsage =
        ResourceUsage(threads - earlier.threads, descriptors - earlier.descriptors, heap - earlier.heap)

    /** Names of what is more than [bounds], with its number. */
    fun exceeding(bounds: ResourceUsage): List<String> =
        listOfNotNull(
            "threads: $threads".takeIf { threads > bounds.threads },
            "file descriptors: $descriptors".takeIf { descriptors > bounds.descriptors },
            "heap: $heap bytes".takeIf { heap > bounds.heap },
        )

    override fun toString(): String = "$threads threads, $descriptors file descriptors, ${heap / KIBI} KiB of heap"

    companion object {
        private const val KIBI = 1024

        /** Collections after which what only cleaners and references hold is gone. */
        private const val COLLECTIONS = 3

        fun take(): ResourceUsage {
            repeat(COLLECTIONS) { System.gc() }
            val system = ManagementFactory.getOperatingSystemMXBean() as? UnixOperatingSystemMXBean
            return ResourceUsage(
                threads = ManagementFactory.getThreadMXBean().threadCount,
                descriptors = system?.openFileDescriptorCount ?: 0,
                heap = ManagementFactory.getMemoryMXBean().heapMemoryUsage.used,
            )
        }
    }
}
