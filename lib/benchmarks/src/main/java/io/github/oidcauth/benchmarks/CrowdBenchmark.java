package io.github.oidcauth.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures ten thousand coroutines that request a token at the same time, from the first start to the last result. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CrowdBenchmark {
    private static final int CALLERS = 10_000;

    private StoreBench bench;

    @Setup
    public void open() {
        bench = new StoreBench(100);
    }

    @TearDown
    public void close() {
        bench.close();
    }

    @Benchmark
    public int authenticateAtOnce() {
        return bench.authenticationsAtOnce(CALLERS);
    }
}
