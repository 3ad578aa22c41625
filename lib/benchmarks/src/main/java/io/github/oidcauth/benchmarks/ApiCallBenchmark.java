package io.github.oidcauth.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a request with a token in memory through each HTTP client, and for comparison with a header of the program. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ApiCallBenchmark {
    @Param({"1", "10", "100"})
    public int hosts;

    private ApiCallBench bench;

    @Setup
    public void open() {
        bench = new ApiCallBench(hosts);
    }

    @Benchmark
    @OperationsPerInvocation(ApiCallBench.CALLS)
    public int ktor() {
        return bench.ktor();
    }

    @Benchmark
    @OperationsPerInvocation(ApiCallBench.CALLS)
    public int ktorWithTokens() {
        return bench.ktorWithTokens();
    }

    @Benchmark
    @OperationsPerInvocation(ApiCallBench.CALLS)
    public int apiClient() {
        return bench.apiClient();
    }

    @Benchmark
    @OperationsPerInvocation(ApiCallBench.CALLS)
    public int apiClientWithTokens() {
        return bench.apiClientWithTokens();
    }

    @Benchmark
    public int jdk() {
        return bench.jdk();
    }

    @Benchmark
    public int jdkWithTokens() {
        return bench.jdkWithTokens();
    }

    @Benchmark
    public int okHttp() {
        return bench.okHttp();
    }

    @Benchmark
    public int okHttpWithTokens() {
        return bench.okHttpWithTokens();
    }
}
