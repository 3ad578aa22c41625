package io.github.oidcauth.benchmarks;

import io.github.oidcauth.Token;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures returning a token that is already in the file, and for comparison the check of the file alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HitBenchmark {
    private static final int TIMES = 1_000;

    @Param({"1", "100", "10000"})
    public int hosts;

    private StoreBench bench;

    @Setup
    public void open() {
        bench = new StoreBench(hosts);
    }

    @TearDown
    public void close() {
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(TIMES)
    public Object stat() {
        return bench.stats(TIMES);
    }

    @Benchmark
    @OperationsPerInvocation(TIMES)
    public Token get() {
        return bench.gets(TIMES);
    }

    @Benchmark
    @OperationsPerInvocation(TIMES)
    public Token authenticate() {
        return bench.authentications(TIMES);
    }
}
