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

/** Measures the authorization of a request with a token in memory, and for comparison the making of its header alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestBenchmark {
    @Param({"1", "1000"})
    public int hosts;

    private RequestBench bench;

    @Setup
    public void open() {
        bench = new RequestBench(hosts);
    }

    @Benchmark
    public Object header() {
        return bench.header();
    }

    @Benchmark
    public Object authorizeBlocking() {
        return bench.blocking();
    }

    @Benchmark
    @OperationsPerInvocation(RequestBench.CALLS)
    public int authorizeSuspending() {
        return bench.suspending();
    }

    @Benchmark
    public Object requestElsewhere() {
        return bench.elsewhere();
    }
}
