package io.github.oidcauth.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures replacing one token among others, and for comparison an equally safe write of the same bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WriteBenchmark {
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
    public void bareWrite() {
        bench.bareWrite();
    }

    @Benchmark
    public void put() {
        bench.put(false);
    }

    @Benchmark
    public void putInTurnWithAnother() {
        bench.put(true);
    }
}
