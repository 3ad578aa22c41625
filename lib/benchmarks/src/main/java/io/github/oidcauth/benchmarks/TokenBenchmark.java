package io.github.oidcauth.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures obtaining a token by client credentials over a kept connection, and for comparison a plain POST with the JDK. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Benchmark)
public class TokenBenchmark {
    TokenBench bench;

    @Setup
    public void open() {
        bench = new TokenBench();
    }

    @TearDown
    public void close() {
        bench.close();
    }

    @Benchmark
    public String bareRequest() {
        return bench.bare();
    }

    @Benchmark
    @OperationsPerInvocation(TokenBench.CALLS)
    public int tokenSuspending() {
        return bench.suspending();
    }

    @Benchmark
    public String tokenBlocking() {
        return bench.blocking();
    }

    @Benchmark
    public String tokenByNimbus() {
        return bench.nimbus();
    }
}
