package io.github.oidcauth.measure

/** Returns the groups of two or more nodes of [graph] that all lead to each other, the largest first (Tarjan's algorithm). */
fun cyclesOf(
    graph: Map<String, Set<String>>,
): List<Set<String>> = Search(graph).components.filter { it.size > 1 }.sortedByDescending { it.size }

private class Search(
    private val graph: Map<String, Set<String>>,
) {
    val components = mutableListOf<Set<String>>()
    private val indexes = mutableMapOf<String, Int>()
    private val lowest = mutableMapOf<String, Int>()
    private val path = ArrayDeque<String>()

    init {
        graph.keys.sorted().forEach { if (it !in indexes) visit(it) }
    }

    private fun visit(node: String) {
        indexes[node] = indexes.size
        lowest[node] = indexes.getValue(node)
        path.addLast(node)
        for (next in graph[node].orEmpty()) {
            if (next !in indexes) {
                visit(next)
                lower(node, lowest.getValue(next))
            } else if (next in path) {
                lower(node, indexes.getValue(next))
            }
        }
        if (lowest[node] == indexes[node]) components += component(node)
    }

    private fun lower(
        node: String,
        index: Int,
    ) {
        lowest[node] = minOf(lowest.getValue(node), index)
    }

    private fun component(root: String): Set<String> =
        buildSet {
            do {
                val node = path.removeLast()
                add(node)
            } while (node != root)
        }
}
