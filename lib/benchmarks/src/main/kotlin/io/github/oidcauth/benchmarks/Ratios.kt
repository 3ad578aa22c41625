package io.github.oidcauth.benchmarks

import org.openjdk.jmh.results.RunResult
import org.openjdk.jmh.runner.Runner
import org.openjdk.jmh.runner.options.OptionsBuilder

/** Runs the benchmarks whose names match the first argument, and prints the table of docs/performance.md. */
fun main(arguments: Array<String>) {
    val options = OptionsBuilder().include(arguments.firstOrNull() ?: ".*").shouldFailOnError(true)
    if (Runtime.version().feature() < JAVA_OF_VIRTUAL_THREADS) options.exclude("VirtualThreads")
    val results = Runner(options.build()).run()
    val times = results.associate { it.name() to it.primaryResult.score }
    println("\n| what | of | time | beside | ratio |\n|---|---|---|---|---|")
    results.sortedBy { it.name() }.forEach { println(row(it, times)) }
}

/** The benchmark that each benchmark is compared with, in the same run and with the same number of hosts. */
private val BASELINES =
    mapOf("get" to "stat", "authenticate" to "stat", "put" to "bareWrite", "putInTurnWithAnother" to "bareWrite") +
        listOf("refreshForCoroutines", "refreshForThreads", "refreshForVirtualThreads").associateWith { "refresh" } +
        listOf("tokenBlocking", "tokenSuspending", "tokenByNimbus").associateWith { "bareRequest" } +
        listOf("authorizeBlocking", "authorizeSuspending", "requestElsewhere").associateWith { "header" } +
        listOf("ktor", "apiClient", "jdk").associateBy { "${it}WithTokens" } +
        mapOf("manyCallers" to "oneCaller")

private const val JAVA_OF_VIRTUAL_THREADS = 21

private fun row(
    result: RunResult,
    times: Map<String, Double>,
): String {
    val baseline = BASELINES[result.label()]
    val other = times[result.name(baseline.orEmpty())]
    val ratio = other?.let { "%.2f".format(result.primaryResult.score / it) } ?: "–"
    val time = "%.2f ± %.2f µs".format(result.primaryResult.score, result.primaryResult.scoreError)
    return "| `${result.label()}` | ${result.subject().ifEmpty {
        if ("Token" in result.params.benchmark) "–" else "100"
    }} | $time | ${baseline?.let { "`$it`" } ?: "–"} | $ratio |"
}

private fun RunResult.label(): String = params.benchmark.substringAfterLast('.')

/** The hosts, or the callers and their store. */
private fun RunResult.subject(): String = params.paramsKeys.sorted().joinToString { params.getParam(it) }

private fun RunResult.name(label: String = label()): String = "${params.benchmark.substringBeforeLast(
    '.',
)}.$label ${subject().padStart(14)}"
