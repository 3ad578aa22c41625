package io.github.oidcauth.benchmarks

import org.openjdk.jmh.results.RunResult
import org.openjdk.jmh.runner.Runner
import org.openjdk.jmh.runner.options.OptionsBuilder

/** Runs the benchmarks whose names match the first argument, and prints the table of docs/performance.md. */
fun main(arguments: Array<String>) {
    val results = Runner(OptionsBuilder().include(arguments.firstOrNull() ?: ".*").shouldFailOnError(true).build()).run()
    val times = results.associate { it.name() to it.primaryResult.score }
    println("\n| what | hosts | time | beside | ratio |\n|---|---|---|---|---|")
    results.sortedBy { it.name() }.forEach { println(row(it, times)) }
}

/** What a benchmark is measured against, in the same run and with as many hosts. */
private val YARDSTICKS =
    mapOf("get" to "stat", "authenticate" to "stat", "put" to "bareWrite", "putInTurnWithAnother" to "bareWrite")

private fun row(
    result: RunResult,
    times: Map<String, Double>,
): String {
    val yardstick = YARDSTICKS[result.label()]
    val other = times[result.name(yardstick.orEmpty())]
    val ratio = other?.let { "%.2f".format(result.primaryResult.score / it) } ?: "–"
    val time = "%.2f ± %.2f µs".format(result.primaryResult.score, result.primaryResult.scoreError)
    return "| `${result.label()}` | ${result.hosts() ?: "100"} | $time | ${yardstick?.let { "`$it`" } ?: "–"} | $ratio |"
}

private fun RunResult.label(): String = params.benchmark.substringAfterLast('.')

private fun RunResult.hosts(): String? = params.getParam("hosts")

private fun RunResult.name(label: String = label()): String = "${params.benchmark.substringBeforeLast(
    '.',
)}.$label ${hosts()?.padStart(6)}"
