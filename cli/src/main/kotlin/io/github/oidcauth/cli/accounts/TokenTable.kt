package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import io.github.oidcauth.cli.onOneLine
import kotlin.time.Instant

/** The table of `list`: one line a token, within the width of a terminal. Pure. */
internal class TokenTable(
    private val now: Instant,
    /** The width, or null if lines may have any length. */
    private val width: Int?,
    private val isInUse: (StoredToken) -> Boolean,
) {
    /** The columns of a token, as they are before they are cut off. */
    private class Row(
        val mark: String,
        val cells: List<String>,
    )

    fun text(tokens: List<StoredToken>): String {
        if (tokens.isEmpty()) return "No cached tokens."
        val rows = listOf(Row(" ", TITLES)) + tokens.map(::row)
        val columns = columnsFor(rows)
        return rows.joinToString("\n") { row ->
            val cells = columns.map { (index, size) -> row.cells[index].fit(size) }
            (row.mark + " " + cells.joinToString("  ")).trimEnd()
        }
    }

    private fun row(token: StoredToken): Row {
        val server = (token.issuer ?: token.key.value.substringBefore('#')).removePrefix("https://")
        val user = token.account ?: token.userName.orEmpty()
        val cells = listOf(server, user, token.clientId.orEmpty(), token.scope.orEmpty(), TokenState.short(token, now))
        return Row(if (isInUse(token)) "*" else " ", cells.map { it.onOneLine() })
    }

    /** Returns the columns that fit, by index, with their sizes: the less important ones are left out first. */
    private fun columnsFor(rows: List<Row>): List<Pair<Int, Int>> {
        val sizes = TITLES.indices.map { index -> rows.maxOf { it.cells[index].length } }
        val all = TITLES.indices.toList()
        if (width == null) return all.map { it to sizes[it] }
        val least = sizes.mapIndexed { index, size -> minOf(size, LEAST[index]) }
        val shown = CHOICES.firstOrNull { columns -> columns.sumOf { least[it] } + gaps(columns.size) <= width } ?: CHOICES.last()
        return shown.zip(shares(shown, sizes, width - gaps(shown.size)))
    }

    /** Gives each column its least size, and the rest to those that need more, from left to right. */
    private fun shares(
        columns: List<Int>,
        sizes: List<Int>,
        space: Int,
    ): List<Int> {
        val result = columns.map { minOf(sizes[it], LEAST[it]) }.toMutableList()
        // The state is read first, so it is never cut off while another column can be.
        for (position in columns.indices.reversed().sortedByDescending { columns[it] == STATE }) {
            val free = space - result.sum()
            if (free > 0) result[position] += minOf(free, sizes[columns[position]] - result[position])
        }
        return result
    }

    private fun gaps(columns: Int) = MARK + GAP * (columns - 1)

    private fun String.fit(size: Int): String =
        when {
            length <= size -> padEnd(size)
            size <= 1 -> take(maxOf(size, 0))
            else -> take(if (this[size - 2].isHighSurrogate()) size - 2 else size - 1).plus("…").padEnd(size)
        }

    private companion object {
        val TITLES = listOf("SERVER", "ACCOUNT", "CLIENT", "SCOPE", "TOKEN")
        const val STATE = 4
        const val MARK = 2
        const val GAP = 2

        /** The sizes at which a column is still of use. */
        val LEAST = listOf(14, 10, 8, 8, 9)
        val CHOICES = listOf(listOf(0, 1, 2, 3, 4), listOf(0, 1, 2, 4), listOf(0, 1, 4), listOf(0, 4))
    }
}
